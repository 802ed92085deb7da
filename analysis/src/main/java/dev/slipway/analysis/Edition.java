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
  FIRST(0.5, false, NoRegressionProof.FIVE_STAKES, false),
  /** With the changes of ANALYSIS-POWER.md. */
  SECOND(EffectMixture.FIRST_SHARE, true, NoRegressionProof.SEVEN_STAKES, false),
  /**
   * Bets on whole histograms without history, too, and keeps less for attempts that seldom come.
   */
  THIRD(EffectMixture.FIRST_SHARE, true, NoRegressionProof.SEVEN_STAKES, true);

  /** Of alpha, for the first attempt with an artifact; most have no second one. */
  private static final double FIRST_ATTEMPT = 0.9;

  private final double firstShare;
  private final boolean sharper;
  private final Doubles stakes;
  private final boolean earlier;

  Edition(double firstShare, boolean sharper, Doubles stakes, boolean earlier) {
    this.firstShare = firstShare;
    this.sharper = sharper;
    this.stakes = stakes;
    this.earlier = earlier;
  }

  /**
   * What part of alpha an attempt gets; the parts of all attempts sum to 1. Until the third edition
   * {@code 6/(pi^2 r^2)} of attempt r (ANALYSIS.md 2.5), from then on 0.9 of the first and a tenth
   * of that series for those after it: any parts that are fixed before keep the promise, and what
   * is kept for retries is paid for by every release, in failed requests.
   */
  double share(int attempt) {
    if (!earlier) {
      return series(attempt);
    }
    return attempt == 1 ? FIRST_ATTEMPT : (1 - FIRST_ATTEMPT) * series(attempt - 1);
  }

  /** Sums to 1 from 1 on. */
  private static double series(int attempt) {
    return 6 / (Math.PI * Math.PI * attempt * attempt);
  }

  /** Whether a histogram is tested as a whole (C4) where nothing is known of it. */
  boolean tiltsWithoutHistory() {
    return earlier;
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
