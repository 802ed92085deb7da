package dev.slipway.starter.release;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.ExitCode;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a release at one moment; what {@code -o json} prints.
 *
 * @param rollouts those that this release caused, as far as the server remembers them
 * @param activities what is under way in the release and its running rollout
 * @param lost it ended in Temporal without a result: somebody terminated or cancelled it
 */
public record ReleaseView(
    ReleaseStatus release, List<RolloutStatus> rollouts, List<Activity> activities, boolean lost) {

  public ReleaseView {
    rollouts = List.copyOf(rollouts);
    activities = List.copyOf(activities);
  }

  /**
   * @param type such as {@code BuildArtifact}
   * @param attempt from 1
   * @param lastFailure why the attempt before failed; empty when there was none
   * @param lastLine the last line of its log; empty when it has none
   */
  public record Activity(String type, int attempt, String lastFailure, String lastLine) {}

  /** {@code shop/1f2e3d4c5b6a-1}. */
  String key() {
    return release.input().key().toString();
  }

  boolean hasEnded() {
    return lost || release.phase() == ReleaseStatus.Phase.ENDED;
  }

  /** The rollout of this release in an environment. */
  Optional<RolloutStatus> rollout(String environment) {
    return rollouts.stream()
        .filter(rollout -> rollout.input().target().key().environment().equals(environment))
        .findFirst();
  }

  /** The one that runs. */
  Optional<RolloutStatus> runningRollout() {
    return rollouts.stream()
        .filter(rollout -> rollout.phase() != RolloutStatus.Phase.ENDED)
        .findFirst();
  }

  /** DONE while it is under way. */
  @JsonIgnore
  ExitCode exitCode() {
    return lost
        ? ExitCode.LOST
        : release.result().map(result -> ExitCode.of(result.outcome())).orElse(ExitCode.DONE);
  }
}
