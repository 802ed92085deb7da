package dev.slipway.starter.release;

import dev.slipway.release.Waiting;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.DataFlow;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.server.RunningActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rollout as its running step tells it by heartbeat: the workflow knows ended steps only, and
 * what a step was to wait for when it began.
 */
final class LiveRollout {

  /** A pause between two requests is not worth a word. */
  private static final Duration WORTH_A_WORD = Duration.ofSeconds(10);

  private LiveRollout() {}

  static RolloutStatus of(RolloutStatus rollout, List<RunningActivity> activities, Instant now) {
    Optional<AnalysisReading> reading =
        activities.stream()
            .flatMap(activity -> Heartbeats.analysis(activity.heartbeat()).stream())
            .findFirst();
    Optional<Waiting> forData =
        activities.stream()
            .flatMap(activity -> Heartbeats.data(activity.heartbeat()).stream())
            .filter(data -> data.isMissingFor(WORTH_A_WORD, now) && endsTheStep(data, rollout))
            .findFirst()
            .flatMap(data -> rollout.waiting().map(waiting -> forData(data, rollout, waiting)));
    return new RolloutStatus(
        rollout.input(),
        rollout.phase(),
        rollout.weight(),
        rollout.steps(),
        reading.or(rollout::analysis),
        forData.or(rollout::waiting),
        rollout.result(),
        rollout.startedAt());
  }

  /** Where a person was asked, traffic alone may stay away. */
  private static boolean endsTheStep(DataFlow data, RolloutStatus rollout) {
    return data.unreadable()
        || (rollout.phase() != RolloutStatus.Phase.PAUSED
            && rollout.phase() != RolloutStatus.Phase.AWAITING_DECISION);
  }

  private static Waiting forData(DataFlow data, RolloutStatus rollout, Waiting planned) {
    Instant since = data.missingSince().orElse(planned.since());
    return new Waiting(
        "data to compare: " + data.why(),
        since,
        Optional.of(since.plus(rollout.input().plan().missingData())),
        "it rolls back: missing data is never a pass",
        List.of("the first data", "an operator"),
        planned.commands());
  }
}
