package dev.slipway.platform;

import dev.slipway.metrics.QueryPreset;
import dev.slipway.metrics.StandardQueries;
import java.util.Optional;

/**
 * By whose counters a canary is judged: a Prometheus, or what the instances themselves tell.
 *
 * @param prometheus name of the server; empty when instances are scraped
 * @param scrape how instances are scraped; empty when a Prometheus is asked
 * @param preset ready-made queries; empty when there are own ones
 * @param queries own queries; empty when a preset has them
 */
public record MetricsBinding(
    Optional<String> prometheus,
    Optional<ScrapeBinding> scrape,
    Optional<QueryPreset> preset,
    Optional<StandardQueries> queries) {

  public MetricsBinding {
    if (prometheus.isPresent() == scrape.isPresent() || preset.isPresent() == queries.isPresent()) {
      throw new IllegalArgumentException(
          "metrics have either a Prometheus or a scrape, and either a preset or queries");
    }
  }

  /** Where requests, errors and latency are counted. */
  public StandardQueries standard() {
    return preset.map(QueryPreset::queries).or(() -> queries).orElseThrow();
  }

  /**
   * How the pods of a version are scraped.
   *
   * @param port of each pod
   * @param path with a slash at its beginning
   */
  public record ScrapeBinding(int port, String path) {}
}
