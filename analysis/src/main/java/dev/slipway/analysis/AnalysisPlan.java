package dev.slipway.analysis;

import static dev.slipway.analysis.Requirement.require;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that is fixed before the canary serves its first request; the guarantee rests on its
 * not changing during the rollout. An immutable value, equal to another with the same content; its
 * tests are set up once.
 *
 * <p>Without history: no margin (an odds ratio above 1 is a regression), an even prior, a tilt by
 * even scores, {@code phi} 1.
 */
public final class AnalysisPlan {

  /** So many metrics can be judged together. */
  public static final int MOST_METRICS = 8;

  private static final int MOST_ATTEMPTS = 1000;
  private static final double LARGEST_PHI = 1000;
  private static final Duration LONGEST_WARM_UP = Duration.ofDays(3660);

  private final double falseRollback;
  private final int attempt;
  private final double phi;
  private final Duration warmUp;
  private final List<MetricPlan> metrics;
  private final Optional<TrafficForecast> traffic;
  private final Edition edition;
  private final Instruments instruments;

  /**
   * A plan without a forecast of its traffic.
   *
   * @param falseRollback alpha: bound on the probability that a healthy candidate is ever rolled
   *     back, all attempts of the same artifact together; above 0, at most 0.5, usually 0.01
   * @param attempt from 1, at most 1000; the first gets 0.9 of alpha, attempt r after it {@code
   *     0.6/(pi^2 (r-1)^2)}, which sums to 1 over all
   * @param phi tempering for clusters of bad requests that reach one version together: 1 when every
   *     request is routed by itself, 4 with sticky routing, or {@code Overdispersion.phi()}; at
   *     most 1000
   * @param warmUp time from ready during which latency is not judged (errors are), usually 60 s;
   *     {@link CanaryAnalysis#warmingUntil} moves its end
   * @param metrics 1 to 8, with different names, with at most 24 different latency boundaries
   *     together
   */
  public AnalysisPlan(
      double falseRollback, int attempt, double phi, Duration warmUp, List<MetricPlan> metrics) {
    this(falseRollback, attempt, phi, warmUp, metrics, Optional.empty(), Edition.THIRD);
  }

  AnalysisPlan(
      double falseRollback,
      int attempt,
      double phi,
      Duration warmUp,
      List<MetricPlan> metrics,
      Optional<TrafficForecast> traffic,
      Edition edition) {
    this.falseRollback = falseRollback;
    this.attempt = attempt;
    this.phi = phi;
    this.warmUp = warmUp;
    this.metrics = List.copyOf(metrics);
    this.traffic = traffic;
    this.edition = edition;
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
        "The warm-up must be between 0 and ten years, but is %s.".formatted(warmUp));
    refuseUnfittingMetrics();
    this.instruments = new Instruments(this);
    require(
        instruments.mostBytes() <= StateFormat.MOST_BYTES,
        "With pod effects at so many boundaries the kept evidence would take %d kB of at most %d kB: judge at fewer boundaries."
            .formatted(instruments.mostBytes() / 1000, StateFormat.MOST_BYTES / 1000));
  }

  /** The same with what the rollout will see of traffic, which directs its stakes (C2). */
  public AnalysisPlan withTraffic(TrafficForecast forecast) {
    return new AnalysisPlan(
        falseRollback, attempt, phi, warmUp, metrics, Optional.of(forecast), edition);
  }

  /** The same with a later end of the warm-up: pods that were added are cold once more. */
  AnalysisPlan withWarmUp(Duration until) {
    return new AnalysisPlan(falseRollback, attempt, phi, until, metrics, traffic, edition);
  }

  public double falseRollback() {
    return falseRollback;
  }

  public int attempt() {
    return attempt;
  }

  public double phi() {
    return phi;
  }

  public Duration warmUp() {
    return warmUp;
  }

  public List<MetricPlan> metrics() {
    return metrics;
  }

  public Optional<TrafficForecast> traffic() {
    return traffic;
  }

  /** It rolls back when the combined evidence reaches this: {@code 1/alpha} of this attempt. */
  public double bound() {
    return 1 / (edition.share(attempt) * falseRollback);
  }

  /** The same of a plan that begins today. */
  public static double bound(double falseRollback, int attempt) {
    return 1 / (Edition.THIRD.share(attempt) * falseRollback);
  }

  /**
   * The different latency boundaries of all metrics in seconds, ascending: the order of {@link
   * ArmCounts#slower()}.
   */
  public List<Double> boundaries() {
    return instruments.boundaries();
  }

  /** The metrics that are counted for themselves: the order of {@link ArmCounts#tallies()}. */
  public List<MetricPlan> custom() {
    return instruments.custom();
  }

  int indexOfCustom(String metric) {
    for (int i = 0; i < custom().size(); i++) {
      if (custom().get(i).name().equals(metric)) {
        return i;
      }
    }
    throw new IllegalArgumentException("The plan has no custom metric \"" + metric + "\".");
  }

  Edition edition() {
    return edition;
  }

  /** The tests that the plan asks for. */
  Instruments instruments() {
    return instruments;
  }

  private void refuseUnfittingMetrics() {
    require(
        !metrics.isEmpty() && metrics.size() <= MOST_METRICS,
        "An analysis needs 1 to 8 metrics, but has %s.".formatted(metrics.size()));
    List<String> names = metrics.stream().map(MetricPlan::name).toList();
    require(
        names.stream().distinct().count() == names.size(),
        "Each metric needs a name of its own, but they are called %s.".formatted(names));
    List<Double> boundaries = Instruments.boundaries(metrics);
    require(
        boundaries.size() <= MetricPlan.MOST_BOUNDARIES,
        "The metrics together may have at most 24 different latency boundaries, but have %s."
            .formatted(boundaries));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnalysisPlan plan
        && Double.compare(falseRollback, plan.falseRollback) == 0
        && attempt == plan.attempt
        && Double.compare(phi, plan.phi) == 0
        && warmUp.equals(plan.warmUp)
        && metrics.equals(plan.metrics)
        && traffic.equals(plan.traffic)
        && edition == plan.edition;
  }

  @Override
  public int hashCode() {
    return Objects.hash(falseRollback, attempt, phi, warmUp, metrics, traffic, edition);
  }

  @Override
  public String toString() {
    return "AnalysisPlan[falseRollback=%s, attempt=%d, phi=%s, warmUp=%s, metrics=%s, traffic=%s]"
        .formatted(falseRollback, attempt, phi, warmUp, metrics, traffic);
  }
}
