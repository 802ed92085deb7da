package dev.slipway.analysis;

/** What an analysis concludes. An error is an exception, not a verdict. */
public enum Verdict {
  /** Every metric is proven to be not worse than its tolerance. */
  HEALTHY,
  /** The evidence of a regression has crossed its bound. */
  REGRESSED,
  /** Neither is proven; also without any traffic. */
  INCONCLUSIVE
}
