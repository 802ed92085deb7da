package dev.slipway.benchmarks.canary;

import java.util.List;
import java.util.Optional;

/**
 * What happens to a service in the hour after a release begins.
 *
 * @param name as in {@code scenarios.json}; the seeds of its streams hang on it
 * @param bad what a bad version costs
 * @param requestsPerSecond of both versions together, on average
 * @param baselineErrors share of requests that fail at stable
 * @param canaryErrors the same at the canary, from {@code onset} on; before that stable's
 * @param onset second in which the canary's defect shows; 0 from the beginning
 * @param baselineLatency of stable
 * @param canaryLatency of the canary until {@code coldUntil}, then stable's; for ever when that is
 *     0
 * @param coldUntil second in which a cold canary is warm; 0 when its latency is its own
 * @param incident that meets both versions
 * @param bursts of load and errors that meet both versions
 * @param clusterMean mean number of errors that come together and stay with one version; 1 for
 *     errors that are independent of each other
 * @param pods by which the versions differ although nothing is wrong
 */
record Scenario(
    String name,
    Bad bad,
    double requestsPerSecond,
    double baselineErrors,
    double canaryErrors,
    int onset,
    LatencyLaw baselineLatency,
    LatencyLaw canaryLatency,
    int coldUntil,
    Optional<Incident> incident,
    Optional<Bursts> bursts,
    double clusterMean,
    Optional<Pods> pods) {

  /** Upper bounds of the histogram's buckets in milliseconds: a Prometheus client's usual ones. */
  static final List<Double> BOUNDARIES =
      List.of(5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0, 5000.0, 10000.0);

  /** Which requests of the canary are bad. */
  enum Bad {
    /** None: the canary is as good as stable. */
    NONE,
    /** Those that fail. */
    ERRORS,
    /** All: each is slower than it need be. */
    REQUESTS
  }

  /**
   * Both versions fail alike for a while.
   *
   * @param from second
   * @param until second
   * @param errors share of requests that fail
   */
  record Incident(int from, int until, double errors) {}

  /**
   * Two autoregressive series of order 1 that both versions share: the logarithm of the error rate
   * moves by {@code errors} times the one, that of the load by {@code load} times the other.
   *
   * @param memory of one block for the next
   * @param deviation of what is new in each block
   */
  record Bursts(double memory, double deviation, double errors, double load) {}

  /**
   * Each pod has an error rate of its own, for ever: the version's rate is multiplied by the mean
   * of {@code exp(N(0, deviation^2))} over its pods.
   */
  record Pods(double deviation, int canary, int stable) {}

  boolean isHealthy() {
    return bad == Bad.NONE;
  }

  /** Errors of a version at a second when nothing moves them. */
  double errors(Arm arm, int second) {
    if (incident.isPresent()
        && second >= incident.get().from()
        && second < incident.get().until()) {
      return incident.get().errors();
    }
    return arm == Arm.CANARY && second >= onset ? canaryErrors : baselineErrors;
  }

  LatencyLaw latency(Arm arm, int second) {
    return arm == Arm.CANARY && (coldUntil == 0 || second < coldUntil)
        ? canaryLatency
        : baselineLatency;
  }

  /** Bad requests of the canary in a second in which it gets all the traffic. */
  double expectedBad(int second) {
    return switch (bad) {
      case NONE -> 0;
      case ERRORS -> requestsPerSecond * errors(Arm.CANARY, second);
      case REQUESTS -> requestsPerSecond;
    };
  }

  /** The same at another load. */
  Scenario at(String otherName, double perSecond) {
    return new Scenario(
        otherName,
        bad,
        perSecond,
        baselineErrors,
        canaryErrors,
        onset,
        baselineLatency,
        canaryLatency,
        coldUntil,
        incident,
        bursts,
        clusterMean,
        pods);
  }
}
