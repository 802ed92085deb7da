package dev.slipway.delivery;

/**
 * What a service's traffic usually is. It steers nothing: {@code slipway validate} says by it what
 * a plan can prove.
 *
 * @param perMinute requests that both versions get together, 1 to 60,000,000
 * @param errorRate usual share of failed requests, above 0, at most 0.5; 0.001 by default
 */
public record ExpectedTraffic(int perMinute, double errorRate) {

  /** Where only the requests are said. */
  static final double USUAL_ERROR_RATE = 0.001;

  /** Requests in a second. */
  double perSecond() {
    return perMinute / 60.0;
  }
}
