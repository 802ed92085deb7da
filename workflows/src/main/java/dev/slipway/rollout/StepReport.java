package dev.slipway.rollout;

import java.time.Duration;
import java.util.Optional;

/**
 * How a step ended.
 *
 * @param end why it ended
 * @param detail one sentence for a person
 * @param held how long the weight was in force
 * @param analysis what was found
 * @param evidence to go on with in the next step
 */
public record StepReport(
    End end, String detail, Duration held, AnalysisReading analysis, Evidence evidence) {

  /** A step that was stopped before it had anything to tell: what is known stays known. */
  static StepReport interrupted(Optional<AnalysisReading> analysis, Optional<Evidence> evidence) {
    return new StepReport(
        End.INTERRUPTED,
        "interrupted",
        Duration.ZERO,
        analysis.orElse(AnalysisReading.NONE),
        evidence.orElse(Evidence.NONE));
  }

  /** Why a step ended. */
  public enum End {
    /** What the order's {@code advance} asks for was reached. */
    ADVANCE,
    /** The evidence of a regression crossed its bound. */
    REGRESSED,
    /** The maximum hold is over without proof. */
    INCONCLUSIVE,
    /** No metrics, or no traffic, for too long: never a pass. */
    NO_DATA,
    /** Stable and canary are both in trouble: not the canary's fault. */
    SHARED_INCIDENT,
    /** The canary's pods are gone or not ready, or the router does not obey. */
    UNHEALTHY,
    /** An operator's order ended it early. */
    INTERRUPTED
  }
}
