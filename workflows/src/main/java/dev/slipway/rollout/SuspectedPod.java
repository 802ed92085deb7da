package dev.slipway.rollout;

/**
 * The canary's pod that is worst beside its siblings.
 *
 * @param pod its name
 * @param proof how sure that is
 */
public record SuspectedPod(String pod, Proof proof) {

  /** How much speaks for it. */
  public enum Proof {
    /** More than for the others: its requests are kept apart, nothing more. */
    HINT,
    /** Evidence of 10: it is believed where else the version would be condemned for it. */
    LIKELY,
    /** By {@link dev.slipway.analysis.statistics.SiblingTest}: it is named in any case. */
    SURE
  }
}
