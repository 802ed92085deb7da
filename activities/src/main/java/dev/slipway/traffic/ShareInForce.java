package dev.slipway.traffic;

import java.util.OptionalDouble;

/**
 * The canary's share of traffic that a router really uses now.
 *
 * @param canary 0 to 100; empty while the router does not say, or does not obey
 * @param reason why there is none, such as the router's own words; else empty
 */
public record ShareInForce(OptionalDouble canary, String reason) {

  /** A share that is in force. */
  public static ShareInForce of(double canary) {
    return new ShareInForce(OptionalDouble.of(canary), "");
  }

  /** None is. */
  public static ShareInForce unknown(String reason) {
    return new ShareInForce(OptionalDouble.empty(), reason);
  }

  /** {@code 10 %}, or why there is no weight. */
  public String sentence() {
    if (canary.isPresent()) {
      return Math.round(canary.getAsDouble()) + " %";
    }
    return reason.isEmpty() ? "no weight" : "no weight (" + reason + ")";
  }
}
