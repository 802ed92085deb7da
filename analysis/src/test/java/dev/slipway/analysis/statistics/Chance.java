package dev.slipway.analysis.statistics;

import java.util.SplittableRandom;

/** Counts drawn with a fixed seed. */
public final class Chance {

  private final SplittableRandom random;

  public Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** How many of {@code n} happen, each with probability {@code p}. */
  public long binomial(long n, double p) {
    if (p <= 0) {
      return 0;
    }
    if (p > 0.5) {
      return n - binomial(n, 1 - p);
    }
    double logMiss = Math.log1p(-p);
    long happened = 0;
    double at = 0;
    while (true) {
      at += Math.floor(Math.log(1 - random.nextDouble()) / logMiss) + 1;
      if (at > n) {
        return happened;
      }
      happened++;
    }
  }

  public double normal() {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
