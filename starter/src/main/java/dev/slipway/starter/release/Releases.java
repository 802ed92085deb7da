package dev.slipway.starter.release;

import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.server.RunningActivity;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.temporal.WorkflowIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads releases together with the rollouts that they caused. */
final class Releases {

  private final SlipwayServer server;

  Releases(SlipwayServer server) {
    this.server = server;
  }

  /**
   * @throws CliException NOT_FOUND
   */
  ReleaseStatus status(ReleaseKey key) {
    return server
        .status(WorkflowIds.release(key), ReleaseStatus.class)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.NOT_FOUND,
                    "There is no release "
                        + key
                        + ": see slipway release list --service "
                        + key.service()
                        + "."));
  }

  /**
   * @param now when it is looked at
   */
  ReleaseView view(ReleaseKey key, Instant now) {
    ReleaseStatus status = status(key);
    List<RunningActivity> running = new ArrayList<>();
    boolean lost = false;
    if (status.phase() != ReleaseStatus.Phase.ENDED) {
      Optional<List<RunningActivity>> own = server.running(WorkflowIds.release(key));
      if (own.isEmpty()) {
        // It has ended since it was asked, or it will never say so.
        status = status(key);
        lost = status.phase() != ReleaseStatus.Phase.ENDED;
      }
      running.addAll(own.orElse(List.of()));
    }
    List<RolloutStatus> rollouts = new ArrayList<>();
    for (RolloutStatus rollout : rollouts(status)) {
      rollouts.add(
          rollout.phase() == RolloutStatus.Phase.ENDED ? rollout : live(rollout, running, now));
    }
    return new ReleaseView(
        status, rollouts, running.stream().map(Releases::activity).toList(), lost);
  }

  /** Rollouts share one id for each environment: one of another release is not this one's. */
  private List<RolloutStatus> rollouts(ReleaseStatus status) {
    return status.steps().stream()
        .map(StepStatus::reference)
        .filter(WorkflowIds::isRollout)
        .distinct()
        .flatMap(id -> server.status(id, RolloutStatus.class).stream())
        .filter(rollout -> rollout.input().cause().equals(status.input().key().toString()))
        .toList();
  }

  private RolloutStatus live(RolloutStatus rollout, List<RunningActivity> running, Instant now) {
    List<RunningActivity> activities =
        server.running(WorkflowIds.rollout(rollout.input().target().key())).orElse(List.of());
    running.addAll(activities);
    return LiveRollout.of(rollout, activities, now);
  }

  private static ReleaseView.Activity activity(RunningActivity running) {
    return new ReleaseView.Activity(
        running.type(),
        running.attempt(),
        running.lastFailure(),
        Heartbeats.lastLine(running.heartbeat()));
  }
}
