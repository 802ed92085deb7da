package dev.slipway.analysis;

import static dev.slipway.analysis.Requirement.require;

import dev.slipway.analysis.statistics.NoRegressionProof;
import dev.slipway.analysis.statistics.OddsRatioProcess;
import java.time.Duration;
import java.util.List;

/**
 * Everything that is fixed before the canary serves its first request; the guarantee rests on its
 * not changing during the rollout.
 *
 * <p>Without history: no margin (an odds ratio above 1 is a regression), an even prior, {@code phi}
 * 1.
 *
 * @param falseRollback alpha: bound on the probability that a healthy candidate is ever rolled
 *     back, all attempts of the same artifact together; above 0, at most 0.5, usually 0.01
 * @param attempt from 1, at most 1000; attempt r gets the share {@code 6/(pi^2 r^2)} of alpha,
 *     which sums to 1 over all r
 * @param phi tempering for clusters of bad requests that reach one version together: 1 when every
 *     request is routed by itself, 4 with sticky routing; at most 1000
 * @param warmUp time from ready during which latency is not judged (errors are), usually 60 s
 * @param metrics 1 to 8, with different names, with at most 24 different boundaries together
 */
public record AnalysisPlan(
    double falseRollback, int attempt, double phi, Duration warmUp, List<MetricPlan> metrics) {

  private static final int MOST_METRICS = 8;
  private static final int MOST_ATTEMPTS = 1000;
  private static final double LARGEST_PHI = 1000;
  private static final Duration LONGEST_WARM_UP = Duration.ofDays(1);

  public AnalysisPlan {
    metrics = List.copyOf(metrics);
    require(
        falseRollback > 0 && falseRollback <= 0.5,
        "The probability of a false rollback must be above 0 and at most 0.5 (usually 0.01), but is %s."
            .formatted(falseRollback));
    require(
        attempt >= 1 && attempt <= MOST_ATTEMPTS,
        "The attempt must be 1 to 1000, but is %s.".formatted(attempt));
    require(
        phi >= 1 && phi <= LARGEST_PHI,
        "Phi must be 1 (every request routed by itself) to 1000, but is %s.".formatted(phi));
    require(
        !warmUp.isNegative() && warmUp.compareTo(LONGEST_WARM_UP) <= 0,
        "The warm-up must be between 0 and 1 day, but is %s.".formatted(warmUp));
    require(
        !metrics.isEmpty() && metrics.size() <= MOST_METRICS,
        "An analysis needs 1 to 8 metrics, but has %s.".formatted(metrics.size()));
    List<String> names = metrics.stream().map(MetricPlan::name).toList();
    require(
        names.stream().distinct().count() == names.size(),
        "Each metric needs a name of its own, but they are called %s.".formatted(names));
    require(
        distinctBoundaries(metrics).size() <= MetricPlan.MOST_BOUNDARIES,
        "The metrics together may have at most 24 different latency boundaries, but have %s."
            .formatted(distinctBoundaries(metrics).size()));
  }

  /** It rolls back when the combined evidence reaches this: {@code 1/alpha} of this attempt. */
  public double bound() {
    return Math.PI * Math.PI * attempt * attempt / (6 * falseRollback);
  }

  /**
   * The different latency boundaries of all metrics in seconds, ascending: the order of {@link
   * ArmCounts#slower()}.
   */
  public List<Double> boundaries() {
    return distinctBoundaries(metrics);
  }

  /** All different defects: failed first, if a metric judges it, then by boundary. */
  List<Defect> defects() {
    return metrics.stream()
        .flatMap(metric -> metric.defects().stream())
        .distinct()
        .sorted((one, other) -> Double.compare(order(one), order(other)))
        .toList();
  }

  /** Logarithm of a metric's share in the combined evidence; the shares sum to 1. */
  double logShare(MetricPlan metric) {
    return Math.log(metric.weight() / metrics.stream().mapToDouble(MetricPlan::weight).sum());
  }

  /** How a defect is tested for being more likely at the canary. */
  OddsRatioProcess oddsRatioProcess(Defect defect) {
    return new OddsRatioProcess(defect.grid(), phi);
  }

  /** How a metric is proven to be not worse. */
  NoRegressionProof noRegressionProof(MetricPlan metric) {
    return switch (metric.kind()) {
      case ERROR_RATE -> NoRegressionProof.ofErrors(metric.tolerance(), phi);
      case LATENCY -> NoRegressionProof.ofLatency(metric.tolerance(), phi);
    };
  }

  private static double order(Defect defect) {
    return switch (defect) {
      case Defect.Failed() -> 0;
      case Defect.SlowerThan(double seconds) -> seconds;
    };
  }

  private static List<Double> distinctBoundaries(List<MetricPlan> metrics) {
    return metrics.stream()
        .flatMap(metric -> metric.boundaries().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
