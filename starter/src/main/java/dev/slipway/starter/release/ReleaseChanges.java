package dev.slipway.starter.release;

import dev.slipway.release.StepStatus;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.screen.Digests;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.PlainText;
import dev.slipway.starter.screen.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened between two moments of a release, one line for each change: for logs and pipes. */
final class ReleaseChanges {

  private final Map<String, StepStatus.State> states = new HashMap<>();
  private Optional<String> waiting = Optional.empty();
  private double weight = -1;

  /** The changes since this was asked last; at the first time, what has happened so far. */
  List<Line> next(ReleaseView view, Times times) {
    List<Line> lines = new ArrayList<>();
    view.release().steps().forEach(step -> step("", step, times, lines));
    for (RolloutStatus rollout : view.rollouts()) {
      String environment = rollout.input().target().key().environment() + ": ";
      rollout.steps().forEach(step -> step(environment, step, times, lines));
    }
    view.runningRollout()
        .filter(rollout -> rollout.input().plan().rolling().isEmpty())
        .filter(rollout -> rollout.weight() != weight)
        .ifPresent(
            rollout -> {
              weight = rollout.weight();
              lines.add(
                  at(times.at(times.now()))
                      .outside(rollout.input().target().key().environment())
                      .add(": canary serves " + CanaryLines.percent(weight) + " of traffic"));
            });
    waiting(view, times).ifPresent(lines::add);
    if (view.hasEnded()) {
      lines.add(
          at(view.release()
                  .result()
                  .map(result -> times.at(result.endedAt()))
                  .orElse(times.at(times.now())))
              .outside(view.key())
              .add(" ")
              .addAll(ReleaseWords.ending(view)));
    }
    return lines;
  }

  private void step(String environment, StepStatus step, Times times, List<Line> lines) {
    String name = environment + step.name();
    StepStatus.@Nullable State before = states.put(name, step.state());
    boolean isNews =
        step.state() != before
            && switch (step.state()) {
              case RUNNING, PASSED, FAILED -> true;
              case PENDING, WAITING, SKIPPED -> false;
            };
    if (!isNews) {
      return;
    }
    Line line =
        at(step.endedAt().or(step::startedAt).map(times::at).orElse(times.at(times.now())))
            .outside(name)
            .add(" ")
            .add(StepLines.paint(step), step.state().name().toLowerCase(Locale.ROOT));
    if (step.startedAt().isPresent() && step.endedAt().isPresent()) {
      line.add(
          " in "
              + Times.words(
                  java.time.Duration.between(step.startedAt().get(), step.endedAt().get())));
    }
    String detail = Digests.abbreviate(PlainText.first(step.detail()));
    lines.add(detail.isEmpty() ? line : line.add(": ").add(detail));
  }

  private Optional<Line> waiting(ReleaseView view, Times times) {
    Optional<Waiting> now =
        view.runningRollout()
            .flatMap(RolloutStatus::waiting)
            .or(() -> view.release().waiting())
            .filter(what -> !view.hasEnded());
    Optional<String> reason = now.map(Waiting::reason);
    if (reason.equals(waiting)) {
      return Optional.empty();
    }
    waiting = reason;
    return now.map(
        what -> {
          Line line =
              at(times.at(what.since()))
                  .add("waits for ")
                  .outside(Digests.abbreviate(what.reason()));
          what.until().ifPresent(until -> line.add(", until " + times.at(until)));
          if (!what.commands().isEmpty()) {
            line.add("; ").outside(String.join(" | ", what.commands()));
          }
          return line;
        });
  }

  private static Line at(String time) {
    return Line.of(Paint.DIM, time).add("  ");
  }
}
