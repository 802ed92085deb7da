package dev.slipway.starter.release;

import dev.slipway.release.ReleaseInput.RollbackTarget;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.StepStatus;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import dev.slipway.starter.screen.PlainText;
import dev.slipway.starter.screen.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a release is where it is: what it waits for or does, and what a person can do now. */
final class ReleaseExplanation {

  private final ReleaseView view;
  private final Times times;

  ReleaseExplanation(ReleaseView view, Times times) {
    this.view = view;
    this.times = times;
  }

  List<Line> lines() {
    return view.hasEnded() ? ended() : underWay();
  }

  private List<Line> ended() {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(Paint.BOLD, view.key()).add("  ").addAll(ReleaseWords.ending(view)));
    view.release()
        .result()
        .ifPresent(
            result -> {
              lines.add(WaitingLines.label("ended").add(times.relative(result.endedAt())));
              String name = "go on with";
              for (String command : next(result)) {
                lines.add(WaitingLines.label(name).add(Paint.BOLD, command));
                name = "";
              }
            });
    return lines;
  }

  private List<String> next(ReleaseResult result) {
    String service = view.release().input().key().service();
    String at =
        result.environment().isEmpty() ? view.release().environment() : result.environment();
    String environment = at.isEmpty() ? "ENVIRONMENT" : at;
    Optional<RollbackTarget> rollback = view.release().input().rollback();
    if (rollback.isPresent() && result.outcome() != ReleaseResult.Outcome.PROMOTED) {
      return nextAfterRollback(service, rollback.get().environment());
    }
    return switch (result.outcome()) {
      case PROMOTED -> List.of("slipway rollback " + service + " " + environment);
      case ROLLED_BACK ->
          List.of(
              "slipway environment status " + environment + " " + service,
              "slipway release start " + service + " --override-quarantine REASON");
      case REJECTED, ABORTED, EXPIRED ->
          List.of("slipway release start " + service + " " + commit());
      case SUPERSEDED -> List.of("slipway release status " + service);
      case FAILED ->
          List.of(
              "slipway release logs " + view.key(),
              "slipway release start " + service + " " + commit());
    };
  }

  /** It has built nothing: its commit is not what is tried again. */
  private static List<String> nextAfterRollback(String service, String environment) {
    return List.of(
        "slipway environment history " + environment + " " + service,
        "slipway rollback " + service + " " + environment + " --to REVISION",
        "slipway rollback "
            + service
            + " "
            + environment
            + " --to REVISION --override-quarantine REASON");
  }

  private String commit() {
    return view.release().input().key().commit().substring(0, 12);
  }

  private List<Line> underWay() {
    List<Line> lines = new ArrayList<>();
    Line first =
        Line.of(Paint.BOLD, view.key())
            .add(" is ")
            .add(ReleaseWords.paint(view), ReleaseWords.state(view));
    if (!view.release().environment().isEmpty()) {
      first.add(" in ").outside(view.release().environment());
    }
    lines.add(first);
    Optional<RolloutStatus> rollout = view.runningRollout();
    Optional<Waiting> waiting = rollout.flatMap(RolloutStatus::waiting);
    steps(rollout).forEach(step -> lines.add(runs(step)));
    for (ReleaseView.Activity activity : view.activities()) {
      if (!activity.lastFailure().isBlank()) {
        lines.add(
            WaitingLines.label("trouble")
                .outside(
                    Paint.RED,
                    activity.type()
                        + " is tried again and again, now attempt "
                        + activity.attempt()
                        + ": "
                        + PlainText.first(activity.lastFailure())));
      }
    }
    waiting.ifPresent(what -> lines.addAll(WaitingLines.of(what, times)));
    if (waiting.isEmpty()) {
      view.release().waiting().ifPresent(what -> lines.addAll(WaitingLines.of(what, times)));
    }
    rollout.ifPresent(status -> lines.addAll(CanaryLines.estimated(status)));
    if (view.release().waiting().isEmpty() && waiting.isEmpty()) {
      lines.add(
          WaitingLines.label("end it with").add(Paint.BOLD, "slipway release abort " + view.key()));
    }
    return lines;
  }

  private List<StepStatus> steps(Optional<RolloutStatus> rollout) {
    List<StepStatus> all = new ArrayList<>(view.release().steps());
    rollout.ifPresent(status -> all.addAll(status.steps()));
    return all.stream().filter(step -> step.state() == StepStatus.State.RUNNING).toList();
  }

  private Line runs(StepStatus step) {
    Line line = WaitingLines.label("runs").outside(step.name());
    step.startedAt().ifPresent(start -> line.add(Paint.DIM, " for " + times.since(start)));
    return line;
  }
}
