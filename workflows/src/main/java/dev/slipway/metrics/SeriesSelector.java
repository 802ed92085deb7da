package dev.slipway.metrics;

import java.util.List;

/**
 * Names series of one metric: {@code http_requests_total{code=~"5.."}}.
 *
 * @param matchers all of which a series' labels meet
 */
public record SeriesSelector(String name, List<Matcher> matchers) {

  public SeriesSelector {
    matchers = List.copyOf(matchers);
  }

  /**
   * What a label has to be; a label that is not there is empty.
   *
   * @param value a regular expression for the two of that sort, which the whole label matches
   */
  public record Matcher(String label, Operator operator, String value) {}

  /** How a label is compared. */
  public enum Operator {
    EQUAL("="),
    DIFFERENT("!="),
    MATCHING("=~"),
    NOT_MATCHING("!~");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    String symbol() {
      return symbol;
    }

    boolean isPattern() {
      return this == MATCHING || this == NOT_MATCHING;
    }
  }
}
