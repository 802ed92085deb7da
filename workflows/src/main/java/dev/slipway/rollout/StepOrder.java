package dev.slipway.rollout;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.RolloutPlan;
import java.time.Duration;
import java.util.Optional;

/**
 * Bring the canary to a weight and watch it there.
 *
 * @param step from 0, within the plan; the soak is the one after the last
 * @param weight share of traffic for the canary, 0 to 100
 * @param advance what ends the step early
 * @param minimumHold the step lasts at least this long unless the canary regresses
 * @param maximumHold the step ends at the latest then
 * @param plan the declared rules of analysis
 * @param attempt from 1; retries share the bound on false rollbacks
 * @param evidence what the steps before have gathered: the same process goes on; empty at the first
 * @param cause the release, or the author of a person's own commit; empty where an older worker did
 *     not write it
 */
public record StepOrder(
    Target target,
    RevisionRef stable,
    RevisionRef candidate,
    int step,
    double weight,
    Advance advance,
    Duration minimumHold,
    Duration maximumHold,
    RolloutPlan plan,
    int attempt,
    Optional<Evidence> evidence,
    String cause) {

  public StepOrder {
    cause = cause == null ? "" : cause;
  }

  /** Without a cause. */
  public StepOrder(
      Target target,
      RevisionRef stable,
      RevisionRef candidate,
      int step,
      double weight,
      Advance advance,
      Duration minimumHold,
      Duration maximumHold,
      RolloutPlan plan,
      int attempt,
      Optional<Evidence> evidence) {
    this(
        target,
        stable,
        candidate,
        step,
        weight,
        advance,
        minimumHold,
        maximumHold,
        plan,
        attempt,
        evidence,
        "");
  }

  /** What lets a step end before its maximum hold. */
  public enum Advance {
    /**
     * The minimum hold is over and nothing is REGRESSED: for a first step, whose traffic can prove
     * little else.
     */
    BY_TIME,
    /** Every metric is proven to be not worse than its tolerance. */
    BY_EVIDENCE,
    /** Nothing but the time: the soak. */
    NEVER
  }
}
