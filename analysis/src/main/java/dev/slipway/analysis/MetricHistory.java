package dev.slipway.analysis;

import dev.slipway.analysis.statistics.EffectGrid;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is known of a metric before the release. It sharpens the analysis; without it everything
 * holds, too, only later.
 *
 * @param rate share of bad requests of a healthy service, above 0 and below 1; with a {@link
 *     TrafficForecast} it directs the stakes to what the traffic can resolve (C2)
 * @param peakRate highest share in a week's windows of 15 minutes, above 0 and below 0.2; given
 *     only to switch on the low-traffic component (C5), which needs {@code rate} and a forecast of
 *     fewer than 5 errors in 15 minutes, and weakens the promise while an incident is shared
 * @param bucketShares of a histogram's requests in each bucket, from the fastest, one more than
 *     there are boundaries; empty without history: then the tilt (C4) has even scores
 * @param spread tau: standard deviation of the log odds between the versions that their choice of
 *     instances makes (C1), 0 to 2; 0 without history
 * @param tiltSpread the same of the histogram's tilt, 0 to 2
 */
public record MetricHistory(
    OptionalDouble rate,
    OptionalDouble peakRate,
    List<Double> bucketShares,
    double spread,
    double tiltSpread) {

  /** Nothing is known. */
  public static final MetricHistory NONE =
      new MetricHistory(OptionalDouble.empty(), OptionalDouble.empty(), List.of(), 0, 0);

  public MetricHistory {
    bucketShares = List.copyOf(bucketShares);
    if (rate.isPresent() && !(rate.getAsDouble() > 0 && rate.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          "A metric's usual rate must lie between 0 and 1, but is %s."
              .formatted(rate.getAsDouble()));
    }
    if (peakRate.isPresent() && !(peakRate.getAsDouble() > 0 && peakRate.getAsDouble() < 0.2)) {
      throw new IllegalArgumentException(
          "A metric's highest rate must lie above 0 and below 0.2, but is %s."
              .formatted(peakRate.getAsDouble()));
    }
    if (!bucketShares.isEmpty()
        && (bucketShares.stream().anyMatch(share -> !(share >= 0 && share <= 1e18))
            || bucketShares.stream().noneMatch(share -> share > 0))) {
      throw new IllegalArgumentException(
          "The shares of a histogram's buckets must be 0 or more, and some above, but are %s."
              .formatted(bucketShares));
    }
    for (double each : new double[] {spread, tiltSpread}) {
      if (!(each >= 0 && each <= EffectGrid.LARGEST_TAU)) {
        throw new IllegalArgumentException(
            "The spread of instances must lie between 0 and 2, but is %s.".formatted(each));
      }
    }
  }

  /** Only how the requests of a healthy service fall into the buckets. */
  public static MetricHistory ofBuckets(List<Double> bucketShares) {
    return new MetricHistory(OptionalDouble.empty(), OptionalDouble.empty(), bucketShares, 0, 0);
  }

  /** Only the usual rate. */
  public static MetricHistory ofRate(double rate) {
    return new MetricHistory(OptionalDouble.of(rate), OptionalDouble.empty(), List.of(), 0, 0);
  }

  /** The same with instances that differ by themselves. */
  public MetricHistory withSpread(double errorsOrBoundaries, double tilt) {
    return new MetricHistory(rate, peakRate, bucketShares, errorsOrBoundaries, tilt);
  }
}
