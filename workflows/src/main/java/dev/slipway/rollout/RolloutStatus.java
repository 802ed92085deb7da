package dev.slipway.rollout;

import dev.slipway.release.StepStatus;
import dev.slipway.release.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole state of a rollout.
 *
 * @param weight share of traffic the canary has now, 0 to 100
 * @param steps in order, with times and outcome
 * @param analysis of the last or running step
 * @param waiting present while it waits
 */
public record RolloutStatus(
    RolloutInput input,
    Phase phase,
    double weight,
    List<StepStatus> steps,
    Optional<AnalysisReading> analysis,
    Optional<Waiting> waiting,
    Optional<RolloutResult> result,
    Instant startedAt) {

  public RolloutStatus {
    steps = List.copyOf(steps);
  }

  /** Where a rollout is. */
  public enum Phase {
    PREPARING,
    SHIFTING,
    PAUSED,
    AWAITING_DECISION,
    SOAKING,
    PROMOTING,
    ROLLING_BACK,
    ENDED
  }
}
