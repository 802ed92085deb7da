package dev.slipway.metrics;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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
   * Whether a series is one of them.
   *
   * @param label gives the value of a label, empty where it is not there
   */
  public boolean matches(UnaryOperator<String> label) {
    return matchers.stream().allMatch(matcher -> matcher.matches(label.apply(matcher.label())));
  }

  /** As PromQL. */
  public String text() {
    return name + matchers.stream().map(Matcher::text).collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * What a label has to be; a label that is not there is empty.
   *
   * @param value a regular expression for the two of that sort, which the whole label matches
   */
  public record Matcher(String label, Operator operator, String value) {

    private boolean matches(String actual) {
      return switch (operator) {
        case EQUAL -> actual.equals(value);
        case DIFFERENT -> !actual.equals(value);
        case MATCHING -> Pattern.matches(value, actual);
        case NOT_MATCHING -> !Pattern.matches(value, actual);
      };
    }

    private String text() {
      return label
          + operator.symbol()
          + '"'
          + value
              .replace("\\", "\\\\")
              .replace("\"", "\\\"")
              .replace("\n", "\\n")
              .replace("\r", "\\r")
          + '"';
    }
  }

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
