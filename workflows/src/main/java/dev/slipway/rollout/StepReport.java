package dev.slipway.rollout;

import dev.slipway.analysis.Verdict;
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

  /** The same as if an order had come before its end. */
  StepReport asInterrupted() {
    return new StepReport(End.INTERRUPTED, detail, held, analysis, evidence);
  }

  /**
   * A regression was found, also where an order interrupted the step before it could say so: no
   * order overrides it.
   */
  public boolean foundRegression() {
    return end == End.REGRESSED
        || (end == End.INTERRUPTED && analysis.verdict() == Verdict.REGRESSED);
  }

  /** One sentence for a person on the regression that was found. */
  String regression() {
    return end == End.REGRESSED ? detail : analysis.sentence();
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
    /** One pod of the canary alone fails: not the version's fault. */
    LONE_POD,
    /** The canary's pods are gone or not ready, or the router does not obey. */
    UNHEALTHY,
    /** An operator's order ended it early. */
    INTERRUPTED
  }
}
