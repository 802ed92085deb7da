package dev.slipway.traffic;

/** How many pods a canary needs: its weight is never above what ready pods can carry. */
public final class Capacity {

  private Capacity() {}

  /**
   * Its share of what stable has, rounded up, and at least one.
   *
   * @param weight 0 to 100
   */
  public static int forWeight(int stableReplicas, double weight) {
    return Math.max(1, (int) Math.ceil(stableReplicas * weight / 100));
  }
}
