package dev.slipway.environment;

import dev.slipway.cluster.NamedObjects;
import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentStatus.DriftEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What an environment remembers of its past, newest first; the oldest is forgotten. */
final class Chronicle {

  private static final int OUTCOMES_KEPT = 50;
  private static final int QUARANTINES_KEPT = 100;
  private static final int DRIFT_KEPT = 20;
  private static final int EARLIER_KEPT = 20;

  private final List<EnvironmentOutcome> history;
  private final List<Quarantined> quarantine;
  private final List<DriftEvent> drift;
  private final List<StableRevision> earlier;

  Chronicle(EnvironmentState state) {
    this(state.history(), state.quarantine(), state.drift(), state.earlier());
  }

  Chronicle(
      List<EnvironmentOutcome> history,
      List<Quarantined> quarantine,
      List<DriftEvent> drift,
      List<StableRevision> earlier) {
    this.history = new ArrayList<>(history);
    this.quarantine = new ArrayList<>(quarantine);
    this.drift = new ArrayList<>(drift);
    this.earlier = new ArrayList<>(earlier);
  }

  /** What an environment knew that was terminated, before anything happens in the one after it. */
  void remember(EnvironmentMemory memory) {
    history.addAll(memory.history());
    quarantine.addAll(memory.quarantine());
    earlier.addAll(memory.earlier());
  }

  List<EnvironmentOutcome> history() {
    return history;
  }

  List<Quarantined> quarantine() {
    return quarantine;
  }

  List<DriftEvent> drift() {
    return drift;
  }

  /** What was stable before what is stable now. */
  List<StableRevision> earlier() {
    return earlier;
  }

  boolean wasStable(String revision) {
    return earlier.stream().anyMatch(one -> one.ref().revision().equals(revision));
  }

  /** The last outcome of a release's change here. */
  Optional<EnvironmentOutcome> outcomeOf(String release) {
    return history.stream().filter(outcome -> outcome.release().equals(release)).findFirst();
  }

  void add(EnvironmentOutcome outcome) {
    add(history, outcome, OUTCOMES_KEPT);
  }

  void add(Quarantined quarantined) {
    lift(known -> known.revision().equals(quarantined.revision()));
    add(quarantine, quarantined, QUARANTINES_KEPT);
  }

  void lift(Predicate<Quarantined> which) {
    quarantine.removeIf(which);
  }

  /**
   * What a sync has healed, and what it has left: that, only once.
   *
   * @param remade objects that somebody had deleted; the first of them where they are many
   */
  void drifted(SyncReport report, List<String> remade, Instant at) {
    List<String> healed = new ArrayList<>();
    int unnamed = remade.isEmpty() ? 0 : report.totals().created() - report.created().size();
    NamedObjects.some(
            remade.stream().map(object -> object + " was not there").toList(),
            remade.size() + unnamed)
        .forEach(healed::add);
    List<String> left = new ArrayList<>();
    for (int i = 0; i < report.drift().size(); i++) {
      boolean mended =
          i < report.drifted().size() ? report.drifted().get(i).healed() : report.healed();
      (mended ? healed : left).add(report.drift().get(i));
    }
    boolean known =
        drift.stream()
            .filter(event -> !event.healed())
            .findFirst()
            .filter(event -> event.fields().equals(left))
            .isPresent();
    if (!left.isEmpty() && !known) {
      add(drift, new DriftEvent(at, left, false), DRIFT_KEPT);
    }
    if (!healed.isEmpty()) {
      add(drift, new DriftEvent(at, healed, true), DRIFT_KEPT);
    }
  }

  void add(StableRevision wasStable) {
    add(earlier, wasStable, EARLIER_KEPT);
  }

  private static <T> void add(List<T> list, T newest, int kept) {
    list.addFirst(newest);
    while (list.size() > kept) {
      list.removeLast();
    }
  }
}
