package dev.slipway.analysis;

/**
 * How many requests each version served, whether they could be judged or not.
 *
 * @param canary requests of the canary
 * @param stable requests of stable
 */
public record Traffic(long canary, long stable) {

  public static final Traffic NONE = new Traffic(0, 0);

  public Traffic {
    if (canary < 0 || stable < 0) {
      throw new IllegalArgumentException("Requests must not be negative.");
    }
  }

  Traffic plus(Block block) {
    return new Traffic(canary + block.canary().requests(), stable + block.stable().requests());
  }
}
