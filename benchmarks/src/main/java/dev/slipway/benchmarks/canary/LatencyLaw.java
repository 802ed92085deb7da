package dev.slipway.benchmarks.canary;

import java.util.List;

/** How long requests take: a mixture of lognormal laws. */
record LatencyLaw(List<Part> parts) {

  /**
   * @param share of the requests; those of all parts sum to 1
   * @param median milliseconds
   * @param sigma standard deviation of the logarithm
   */
  record Part(double share, double median, double sigma) {}

  LatencyLaw {
    parts = List.copyOf(parts);
  }

  static LatencyLaw lognormal(double median, double sigma) {
    return new LatencyLaw(List.of(new Part(1, median, sigma)));
  }

  /** The same with every request so many times as slow. */
  LatencyLaw times(double factor) {
    return new LatencyLaw(
        parts.stream()
            .map(part -> new Part(part.share(), factor * part.median(), part.sigma()))
            .toList());
  }

  /** Share of requests that take longer than so many milliseconds. */
  double slowerThan(double milliseconds) {
    return parts.stream()
        .mapToDouble(
            part ->
                part.share()
                    * NormalLaw.above(Math.log(milliseconds / part.median()) / part.sigma()))
        .sum();
  }
}
