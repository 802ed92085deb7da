package dev.slipway.metrics;

/**
 * How requests were shared.
 *
 * @param canary how many it got
 * @param stable how many it got
 */
public record Split(long canary, long stable) {

  public static final Split NONE = new Split(0, 0);

  public Split plus(Split more) {
    return new Split(canary + more.canary, stable + more.stable);
  }

  public long all() {
    return canary + stable;
  }
}
