package dev.slipway.analysis.statistics;

/**
 * How many requests each version served in one block, and how many of them were bad: the two-by-two
 * table that every comparison here works on.
 *
 * @param canary requests of the canary, {@code nc}
 * @param canaryBad bad ones among them, {@code xc}
 * @param stable requests of the baseline, {@code nb}
 * @param stableBad bad ones among them, {@code xb}
 */
public record BadCounts(long canary, long canaryBad, long stable, long stableBad) {

  public static final BadCounts NONE = new BadCounts(0, 0, 0, 0);

  public BadCounts {
    if (canaryBad < 0 || canaryBad > canary || stableBad < 0 || stableBad > stable) {
      throw new IllegalArgumentException(
          "Bad requests must lie between 0 and the requests of their version, but the canary has "
              + (canaryBad + " of " + canary)
              + " and stable has "
              + (stableBad + " of " + stable + "."));
    }
  }

  /** All requests, {@code n}. */
  public long requests() {
    return canary + stable;
  }

  /** All bad requests, {@code X}. */
  public long bad() {
    return canaryBad + stableBad;
  }

  /** Both versions served something, so that there is something to compare. */
  public boolean comparable() {
    return canary > 0 && stable > 0;
  }

  /** With the versions in each other's place. */
  BadCounts exchanged() {
    return new BadCounts(
        /* canary= */ stable,
        /* canaryBad= */ stableBad,
        /* stable= */ canary,
        /* stableBad= */ canaryBad);
  }

  public BadCounts plus(BadCounts other) {
    return new BadCounts(
        canary + other.canary,
        canaryBad + other.canaryBad,
        stable + other.stable,
        stableBad + other.stableBad);
  }

  /** Share of bad requests of the canary, 0 to 1; 0 without requests. */
  public double canaryRate() {
    return canary == 0 ? 0 : (double) canaryBad / canary;
  }

  /** Share of bad requests of the baseline, 0 to 1; 0 without requests. */
  public double stableRate() {
    return stable == 0 ? 0 : (double) stableBad / stable;
  }
}
