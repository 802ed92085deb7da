package dev.slipway.release;

import dev.slipway.build.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole state of a release as one record.
 *
 * @param subject the commit message's first line
 * @param environment the one it is at; empty before the first
 * @param rollout id of the rollout workflow that runs for it now, whose status tells more
 * @param pullRequest link of the pull request it waits for or merged last
 * @param diffDigest the rendered diff that a decision would be bound to
 * @param diff the rendered diff, bounded and redacted
 */
public record ReleaseStatus(
    ReleaseInput input,
    Phase phase,
    String subject,
    String team,
    String environment,
    Optional<Artifact> artifact,
    List<StepStatus> steps,
    List<Approval> approvals,
    Optional<Waiting> waiting,
    Optional<String> rollout,
    Optional<String> pullRequest,
    String diffDigest,
    String diff,
    Optional<ReleaseResult> result,
    Instant startedAt) {

  public ReleaseStatus {
    steps = List.copyOf(steps);
    approvals = List.copyOf(approvals);
  }

  /** Where a release is. */
  public enum Phase {
    BUILDING,
    TESTING,
    PROPOSING,
    AWAITING_GATE,
    AWAITING_APPROVAL,
    AWAITING_SLOT,
    MERGING,
    ROLLING_OUT,
    PARKED,
    ENDED
  }
}
