package dev.slipway.delivery;

/** What the canary is compared with. */
public enum Baseline {
  /** The version that runs, long warm: it has all traffic that the canary does not get. */
  STABLE,

  /**
   * Pods of the stable revision that are started together with the canary's, as many of them, and
   * get as much traffic as long as there is as much: what is only cold is then cold in both.
   */
  FRESH;

  /** What the names of its objects end with, after those of the team's own. */
  public String suffix() {
    return switch (this) {
      case STABLE -> "";
      case FRESH -> "-baseline";
    };
  }

  /** What it is called above a column: {@code fresh baseline}. */
  public String title() {
    return switch (this) {
      case STABLE -> "stable";
      case FRESH -> "fresh baseline";
    };
  }

  /** What it is called in a sentence: {@code the fresh baseline}. */
  public String words() {
    return switch (this) {
      case STABLE -> title();
      case FRESH -> "the " + title();
    };
  }

  /**
   * Its share of all traffic, 0 to 100. Above a half of the traffic the canary leaves a fresh
   * baseline less than it has itself: all that is left.
   *
   * @param canary the canary's share, 0 to 100
   */
  public double share(double canary) {
    return switch (this) {
      case STABLE -> 100 - canary;
      case FRESH -> Math.min(canary, 100 - canary);
    };
  }

  /**
   * The canary's share of what goes to it and to this, 0 to 100.
   *
   * @param canary the canary's share of all traffic, above 0 and at most 100
   */
  public double comparedShare(double canary) {
    return switch (this) {
      case STABLE -> canary;
      case FRESH -> 100 * canary / (canary + share(canary));
    };
  }
}
