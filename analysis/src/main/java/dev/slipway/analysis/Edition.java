package dev.slipway.analysis;

import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.EffectMixture;
import dev.slipway.analysis.statistics.NoRegressionProof;

/**
 * By which edition of the rules an analysis was begun. It keeps it to its end: the guarantee rests
 * on rules that are fixed before the first request, also when the program is replaced in the middle
 * of a release.
 */
enum Edition {
  /** ANALYSIS.md alone: states of version 1. */
  FIRST(0.5, false, NoRegressionProof.FIVE_STAKES),
  /** With the changes of ANALYSIS-POWER.md. */
  SECOND(EffectMixture.FIRST_SHARE, true, NoRegressionProof.SEVEN_STAKES);

  private final double firstShare;
  private final boolean sharper;
  private final Doubles stakes;

  Edition(double firstShare, boolean sharper, Doubles stakes) {
    this.firstShare = firstShare;
    this.sharper = sharper;
    this.stakes = stakes;
  }

  /** Share of the stake on the copy that starts at once. */
  double firstShare() {
    return firstShare;
  }

  /** Whether what would overshoot the bound is paid out in advance (C3). */
  boolean boosts() {
    return sharper;
  }

  /** Whether a small block waits until both versions have served something (C8). */
  boolean waitsForBoth() {
    return sharper;
  }

  /** Whether the difference of error rates is followed for the report. */
  boolean followsDifference() {
    return sharper;
  }

  /** Of the proof of no regression. */
  Doubles stakes() {
    return stakes;
  }
}
