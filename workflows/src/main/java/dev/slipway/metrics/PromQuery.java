package dev.slipway.metrics;

import dev.slipway.document.Reading;
import dev.slipway.document.Readings;
import dev.slipway.metrics.PromSyntax.Expression;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A query for the counters of one version, in PromQL with {@link Placeholder}s. It names counters
 * that only grow; their increments, resets and ages are Slipway's to find out.
 *
 * @param text as it was written
 */
public record PromQuery(String text) {

  /** Characters. */
  public static final int LONGEST = 1000;

  /** Reads a counter or a sum of counters. */
  public static Reading<String> counter() {
    return reading(PromQuery::objection);
  }

  /** Reads the buckets of a histogram, whose label {@code le} has to survive. */
  public static Reading<String> buckets() {
    return reading(PromQuery::objectionToBuckets);
  }

  private static Reading<String> reading(Function<String, Optional<String>> objections) {
    return value ->
        Readings.text(LONGEST)
            .read(value)
            .filter(
                text -> {
                  Optional<String> objection = objections.apply(text);
                  objection.ifPresent(value::problem);
                  return objection.isEmpty();
                });
  }

  /**
   * Why it is no query of counters; empty when it is one, as far as can be told without a server.
   */
  public static Optional<String> objection(String text) {
    return objection(text, false);
  }

  /** As {@link #objection(String)}, of the buckets of a histogram. */
  public static Optional<String> objectionToBuckets(String text) {
    return objection(text, true);
  }

  private static Optional<String> objection(String text, boolean buckets) {
    try {
      Expression expression = PromSyntax.of(Placeholder.stoodIn(text));
      if (!expression.series()) {
        return Optional.of("is a constant: name a metric");
      }
      if (buckets && !expression.buckets()) {
        return Optional.of("must keep the label le, which tells the buckets apart");
      }
      return Placeholder.objection(text);
    } catch (PromSyntax.Objection e) {
      return Placeholder.objection(text)
          .filter(unknown -> unknown.startsWith("knows no"))
          .or(() -> Optional.of("is no query of counters, " + e.getMessage()));
    }
  }

  /** What it selects when it is one selector and nothing else; empty for all others. */
  public Optional<SeriesSelector> selector(Map<Placeholder, String> values) {
    try {
      return PromSyntax.of(filled(values)).selector();
    } catch (PromSyntax.Objection e) {
      return Optional.empty();
    }
  }

  /** The query of one version. */
  public String filled(Map<Placeholder, String> values) {
    return Placeholder.fill(text, values);
  }
}
