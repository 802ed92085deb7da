package dev.slipway.starter.environment;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.PruneRecord;
import dev.slipway.environment.StableRevision;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.release.CanaryLines;
import dev.slipway.starter.release.WaitingLines;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.Table;
import dev.slipway.starter.screen.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A service in an environment on one screen. */
final class EnvironmentScreen {

  private static final int LABEL = 12;
  private static final int RECENT = 5;

  private final EnvironmentStatus status;
  private final Times times;

  EnvironmentScreen(EnvironmentStatus status, Times times) {
    this.status = status;
    this.times = times;
  }

  /**
   * @param rollout the one that runs there now
   */
  List<Line> lines(Optional<RolloutStatus> rollout) {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(Paint.BOLD, status.key().toString()).add("  ").addAll(state(status)));
    lines.add(label("stable").addAll(stable()));
    if (!status.head().isBlank()) {
      lines.add(label("branch at").outside(Digests.abbreviate(status.head())));
    }
    lines.add(label("slot").addAll(slot()));
    lines.addAll(synced());
    if (rollout.isPresent()) {
      lines.add(
          label("rollout")
              .outside(rollout.get().input().cause())
              .add(Paint.DIM, " since " + times.relative(rollout.get().startedAt())));
      lines.addAll(CanaryLines.of(rollout.get()));
      rollout.get().waiting().ifPresent(what -> lines.addAll(WaitingLines.of(what, times)));
    }
    status.hook().ifPresent(what -> lines.addAll(WaitingLines.of(what, times)));
    status.held().ifPresent(what -> lines.addAll(WaitingLines.of(what, times)));
    status.trouble().ifPresent(what -> lines.addAll(WaitingLines.of(what, times)));
    status.unpruned().ifPresent(what -> lines.addAll(WaitingLines.of(what, times)));
    status.contests().forEach(what -> lines.addAll(WaitingLines.of(what, times)));
    lines.addAll(driftAndQuarantine());
    status.prunes().stream().limit(RECENT).map(this::pruned).forEach(lines::add);
    if (!status.history().isEmpty()) {
      lines.add(Line.empty());
      lines.addAll(history(RECENT));
    }
    return lines;
  }

  /** Outcomes, newest first. */
  List<Line> history(int most) {
    Table table = new Table("WHEN", "OUTCOME", "REVISION", "BROUGHT BY", "WHY");
    for (EnvironmentOutcome outcome : status.history().stream().limit(most).toList()) {
      table.row(
          Line.of(times.at(outcome.at())),
          Line.of(paint(outcome.kind()), words(outcome.kind())),
          Line.empty().outside(Digests.abbreviate(outcome.revision())),
          Line.empty()
              .outside(outcome.release().isEmpty() ? "a person's commit" : outcome.release()),
          Line.empty().outside(Paint.DIM, Digests.abbreviate(outcome.reason())));
    }
    return table.lines();
  }

  /** In a word, with the colour of what it means. */
  static Line state(EnvironmentStatus status) {
    if (status.held().isPresent()) {
      return Line.of(Paint.YELLOW, "held at stable");
    }
    if (status.rollout().isPresent()) {
      return Line.of(Paint.CYAN, "rolling out");
    }
    return status
        .lastSync()
        .map(sync -> Line.of(paint(sync.health()), words(sync.health())))
        .orElseGet(() -> Line.of(Paint.DIM, "not synced yet"));
  }

  static Paint paint(Health health) {
    return switch (health) {
      case HEALTHY -> Paint.GREEN;
      case PROGRESSING -> Paint.CYAN;
      case DEGRADED, MISSING -> Paint.RED;
      case UNKNOWN -> Paint.YELLOW;
    };
  }

  private Line stable() {
    return status
        .stable()
        .map(
            stable ->
                Line.empty()
                    .outside(Digests.abbreviate(stable.ref().revision()))
                    .outside(Paint.DIM, " by " + bringer(stable))
                    .add(Paint.DIM, " since " + times.relative(stable.since())))
        .orElseGet(
            () ->
                Line.of(Paint.DIM, "nothing yet; take what is live with ")
                    .add(status.key().command("adopt")));
  }

  private static String bringer(StableRevision stable) {
    return stable.release().isEmpty() ? "a person" : stable.release();
  }

  private Line slot() {
    Line line = Line.empty().outside(status.holder().orElse("free"));
    return status.queue().isEmpty()
        ? line
        : line.outside(Paint.DIM, "; waiting: " + String.join(", ", status.queue()));
  }

  private List<Line> synced() {
    List<Line> lines = new ArrayList<>();
    Line line = label("synced").add(status.syncedAt().map(times::relative).orElse("not yet"));
    status
        .lastSync()
        .ifPresent(
            sync -> {
              line.add(", ").add(paint(sync.health()), words(sync.health()));
              if (!sync.reason().isBlank()) {
                line.add(": ").outside(sync.reason());
              }
            });
    lines.add(line);
    status.lastSync().ifPresent(sync -> lines.addAll(neverPruned(sync)));
    status.lastSync().map(SyncReport::conflicts).orElse(List.of()).stream()
        .limit(RECENT)
        .map(field -> label("taken over").outside(Paint.YELLOW, field))
        .forEach(lines::add);
    return lines;
  }

  private static List<Line> neverPruned(SyncReport sync) {
    List<String> objects = sync.neverPruned();
    List<Line> lines = new ArrayList<>();
    objects.stream()
        .limit(RECENT)
        .map(
            object ->
                label("not deleted")
                    .outside(Paint.YELLOW, object + " left Git: no sync ever deletes it"))
        .forEach(lines::add);
    int more = sync.totals().never() - Math.min(RECENT, objects.size());
    if (more > 0) {
      lines.add(label("not deleted").add(Paint.YELLOW, "and " + more + " more"));
    }
    return lines;
  }

  private List<Line> driftAndQuarantine() {
    List<Line> lines = new ArrayList<>();
    status.drift().stream()
        .limit(RECENT)
        .map(
            event ->
                label("drift")
                    .add(times.at(event.at()))
                    .add(
                        event.healed() ? Paint.DIM : Paint.YELLOW,
                        event.healed() ? " healed: " : " left: ")
                    .outside(String.join(", ", event.fields())))
        .forEach(lines::add);
    status.quarantine().stream()
        .limit(RECENT)
        .map(
            one ->
                label("quarantined")
                    .outside(Digests.abbreviate(one.revision()))
                    .outside(Paint.DIM, " since " + times.at(one.since()) + ": " + one.reason()))
        .forEach(lines::add);
    return lines;
  }

  private Line pruned(PruneRecord record) {
    String objects = String.join(", ", record.objects());
    return label(record.obstacle().isPresent() ? "not pruned" : "pruned")
        .add(times.at(record.at()))
        .outside(" by " + record.by() + (record.reason().isBlank() ? "" : ": " + record.reason()))
        .outside(Paint.DIM, " (" + record.obstacle().orElse(objects) + ")");
  }

  private static Paint paint(EnvironmentOutcome.Kind kind) {
    return switch (kind) {
      case PROMOTED -> Paint.GREEN;
      case ROLLED_BACK, FAILED -> Paint.RED;
      case HELD -> Paint.YELLOW;
    };
  }

  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Line label(String text) {
    return Line.of("  ").add(Paint.DIM, text).column(2 + LABEL);
  }
}
