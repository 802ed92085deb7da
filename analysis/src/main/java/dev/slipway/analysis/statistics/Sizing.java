package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Before a release starts: what this service's traffic can prove with these steps, and in what
 * time.
 *
 * <p>ANALYSIS.md 2.7: finding an odds ratio needs about {@code (ln bound + 3.6)/KL} errors of both
 * versions together, {@code KL = th ln(th/w) + (1-th) ln((1-th)/(1-w))}, {@code th = w r/(1-w+w
 * r)}; 3.6 nats are the price of the mixture and of looking at any time. Over steps the nats add
 * up. Proving "not worse by delta" needs about {@code ln(20)/delta} requests to the canary in one
 * step while errors are rare. An expectation, not a bound: half of the releases take longer.
 *
 * @param bound of the evidence, as {@code AnalysisPlan.bound()}, above 1
 * @param rate of bad requests of a healthy service, above 0 and below 1
 * @param requestsPerSecond of all versions, above 0
 * @param steps in their order
 */
public record Sizing(double bound, double rate, double requestsPerSecond, List<Step> steps) {

  private static final double OVERHEAD_NATS = 3.6;
  private static final double LARGEST_RATIO = 10_000;

  /**
   * A step of the rollout.
   *
   * @param weight share of the canary among the two that are compared, above 0 and below 1
   * @param longest time that the step may take
   * @param traffic share of all requests that go to the two that are compared, above 0 and at most
   *     1: less than 1 where a third version has the rest
   */
  public record Step(double weight, Duration longest, double traffic) {

    public Step {
      if (!(weight > 0 && weight < 1) || longest.isNegative() || !(traffic > 0 && traffic <= 1)) {
        throw new IllegalArgumentException(
            "A step needs a weight between 0 and 1, a time of 0 or more and traffic above 0 and at most 1, but has %s, %s and %s."
                .formatted(weight, longest, traffic));
      }
    }

    /** Between two versions that have all requests. */
    public Step(double weight, Duration longest) {
      this(weight, longest, 1);
    }

    /** What it will see at most. */
    public PlannedStep planned(double requestsPerSecond) {
      return new PlannedStep(weight, requestsPerSecond * traffic * seconds());
    }

    double seconds() {
      return longest.toNanos() / 1e9;
    }
  }

  public Sizing {
    steps = List.copyOf(steps);
    if (!(bound > 1)
        || !(rate > 0 && rate < 1)
        || !(requestsPerSecond > 0 && requestsPerSecond <= 1e9)) {
      throw new IllegalArgumentException(
          "Sizing needs a bound above 1, a rate between 0 and 1 and requests per second above 0, but has %s, %s and %s."
              .formatted(bound, rate, requestsPerSecond));
    }
  }

  /** Errors of both versions that it takes to find an odds ratio above 1 at a weight. */
  public double errorsNeeded(double weight, double ratio) {
    return natsNeeded() / new PlannedStep(weight, 0).natsPerError(above(ratio));
  }

  /**
   * When a canary with that odds ratio is found, since the first step; empty when the steps end
   * before.
   */
  public Optional<Duration> timeToFind(double ratio) {
    double missing = natsNeeded();
    double seconds = 0;
    for (Step step : steps) {
      double nats = step.planned(requestsPerSecond).nats(rate, above(ratio));
      if (nats >= missing && nats > 0) {
        seconds += step.seconds() * missing / nats;
        return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
      }
      missing -= nats;
      seconds += step.seconds();
    }
    return Optional.empty();
  }

  /** The smallest odds ratio that the steps can find; empty when it is beyond 10,000. */
  public OptionalDouble smallestRatio() {
    if (timeToFind(LARGEST_RATIO).isEmpty()) {
      return OptionalDouble.empty();
    }
    double low = 0;
    double high = Math.log(LARGEST_RATIO);
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (timeToFind(Math.exp(middle)).isPresent()) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return OptionalDouble.of(Math.exp(high));
  }

  /** The smallest rate of the canary that the steps can find to be worse. */
  public OptionalDouble smallestRate() {
    OptionalDouble ratio = smallestRatio();
    if (ratio.isEmpty()) {
      return ratio;
    }
    double odds = ratio.getAsDouble() * rate / (1 - rate);
    return OptionalDouble.of(odds / (1 + odds));
  }

  /**
   * How long a healthy canary takes at a weight to be proven not worse; empty with a tolerance of
   * 0.
   *
   * @param tolerance in points, 0 to 1
   */
  public Optional<Duration> timeToProve(double weight, double tolerance) {
    if (!(weight > 0 && weight <= 1) || !(tolerance >= 0 && tolerance <= 1)) {
      throw new IllegalArgumentException(
          "A weight and a tolerance must lie between 0 and 1, but are %s and %s."
              .formatted(weight, tolerance));
    }
    if (tolerance == 0) {
      return Optional.empty();
    }
    double requests = Math.log(NoRegressionProof.BOUND) / tolerance;
    return Optional.of(
        Duration.ofMillis((long) Math.ceil(1000 * requests / (requestsPerSecond * weight))));
  }

  private double natsNeeded() {
    return Math.log(bound) + OVERHEAD_NATS;
  }

  private static double above(double ratio) {
    if (!(ratio >= 1 && ratio < Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "An odds ratio to be found must be 1 or more, but is " + ratio + ".");
    }
    return ratio;
  }
}
