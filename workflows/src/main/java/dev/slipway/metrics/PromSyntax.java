package dev.slipway.metrics;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.document.NearestName;
import dev.slipway.metrics.PromToken.Kind;
import dev.slipway.metrics.SeriesSelector.Matcher;
import dev.slipway.metrics.SeriesSelector.Operator;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads PromQL as far as a query of counters may go: selectors, sums, arithmetic and the functions
 * that leave a counter a counter. What estimates (rate), looks into the past (ranges, offset) or
 * makes a number of nothing (vector, absent) is refused with the reason.
 */
final class PromSyntax {

  private static final int DEEPEST = 30;
  private static final Set<String> AGGREGATIONS = Set.of("sum", "max", "min");
  private static final Set<String> OTHER_AGGREGATIONS =
      Set.of(
          "avg",
          "count",
          "count_values",
          "group",
          "stddev",
          "stdvar",
          "topk",
          "bottomk",
          "quantile");
  private static final List<String> FUNCTIONS =
      List.of("label_replace", "label_join", "round", "floor", "ceil", "clamp_min", "clamp_max");
  private static final Set<String> ESTIMATES =
      Set.of("rate", "irate", "increase", "delta", "idelta", "deriv", "resets", "changes");
  private static final Set<String> FROM_NOTHING =
      Set.of("vector", "absent", "scalar", "absent_over_time");
  private static final Set<String> BINARY =
      Set.of("+", "-", "*", "/", "%", "^", "==", "!=", "<", ">", "<=", ">=");
  private static final Set<String> SETS = Set.of("and", "or", "unless");

  private final List<PromToken> tokens;
  private int next;
  private int depth;

  /** What a query is not. */
  static final class Objection extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    Objection(int at, String message) {
      super("character " + at + ": " + message);
    }
  }

  /**
   * What an expression is.
   *
   * @param series whether it has series, rather than being a number or a string
   * @param buckets whether the label {@code le} of a histogram survives in it
   * @param selector when it is nothing but one
   */
  record Expression(boolean series, boolean buckets, Optional<SeriesSelector> selector) {

    private static Expression constant() {
      return new Expression(false, false, Optional.empty());
    }

    private Expression computed(boolean keepsBuckets) {
      return new Expression(series, buckets && keepsBuckets, Optional.empty());
    }
  }

  private PromSyntax(List<PromToken> tokens) {
    this.tokens = tokens;
  }

  /**
   * @throws Objection when it cannot be read
   */
  static Expression of(String query) {
    PromSyntax syntax = new PromSyntax(PromToken.of(query));
    Expression expression = syntax.binary();
    if (syntax.peek().kind() != Kind.END) {
      throw syntax.unexpected("an operator or the end");
    }
    return expression;
  }

  private Expression binary() {
    if (++depth > DEEPEST) {
      throw new Objection(peek().at(), "nested more than " + DEEPEST + " deep");
    }
    Expression left = unary();
    while (isOperator(peek())) {
      take();
      if (peek().isName("bool")) {
        take();
      }
      matching();
      Expression right = unary();
      left =
          new Expression(
              left.series() || right.series(),
              (left.buckets() || !left.series()) && (right.buckets() || !right.series()),
              Optional.empty());
    }
    depth--;
    return left;
  }

  private static boolean isOperator(PromToken token) {
    return (token.kind() == Kind.SYMBOL && BINARY.contains(token.text()))
        || (token.kind() == Kind.NAME && SETS.contains(token.text().toLowerCase(Locale.ROOT)));
  }

  private void matching() {
    if (peek().isName("on") || peek().isName("ignoring")) {
      take();
      labels();
      if (peek().isName("group_left") || peek().isName("group_right")) {
        take();
        if (peek().is("(")) {
          labels();
        }
      }
    }
  }

  private Expression unary() {
    while (peek().is("+") || peek().is("-")) {
      take();
    }
    Expression expression = primary();
    PromToken after = peek();
    if (after.is("[")) {
      throw new Objection(
          after.at(),
          "name the counter itself, without a range: Slipway takes its increments, between the same"
              + " two instants for both versions");
    }
    if (after.is("@") || after.isName("offset")) {
      throw new Objection(after.at(), "both versions are read at one instant: leave it out");
    }
    return expression;
  }

  private Expression primary() {
    PromToken token = peek();
    if (token.kind() == Kind.NUMBER || token.kind() == Kind.STRING) {
      take();
      return Expression.constant();
    }
    if (token.is("(")) {
      take();
      Expression inner = binary();
      expect(")");
      return inner.computed(true);
    }
    if (token.is("{")) {
      throw new Objection(token.at(), "begin with the name of a metric");
    }
    if (token.kind() != Kind.NAME) {
      throw unexpected("the name of a metric");
    }
    take();
    String name = token.text().toLowerCase(Locale.ROOT);
    boolean call = peek().is("(");
    if (AGGREGATIONS.contains(name) && (call || peek().isName("by") || peek().isName("without"))) {
      return aggregation();
    }
    return call ? function(token) : selector(token);
  }

  private Expression aggregation() {
    Optional<Boolean> before = grouping();
    expect("(");
    Expression inner = binary();
    expect(")");
    boolean keeps = before.or(this::grouping).orElse(false);
    return inner.computed(keeps);
  }

  /** Whether the label {@code le} survives; empty where nothing is said. */
  private Optional<Boolean> grouping() {
    boolean by = peek().isName("by");
    if (!by && !peek().isName("without")) {
      return Optional.empty();
    }
    take();
    return Optional.of(labels().contains("le") == by);
  }

  private Expression function(PromToken name) {
    String word = name.text().toLowerCase(Locale.ROOT);
    if (ESTIMATES.contains(word) || word.endsWith("_over_time")) {
      throw new Objection(
          name.at(),
          word + "() estimates: name the counter itself, whose increments Slipway takes");
    }
    if (FROM_NOTHING.contains(word)) {
      throw new Objection(
          name.at(), word + "() makes a number of nothing, and what is missing must not count");
    }
    if (OTHER_AGGREGATIONS.contains(word)) {
      throw new Objection(name.at(), word + "() of counters is no counter any more");
    }
    if (!FUNCTIONS.contains(word)) {
      throw new Objection(
          name.at(),
          "'"
              + name.text()
              + "' is no function of counters"
              + NearestName.of(name.text(), FUNCTIONS)
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse("; there are " + String.join(", ", FUNCTIONS)));
    }
    expect("(");
    Expression first = binary();
    while (peek().is(",")) {
      take();
      binary();
    }
    expect(")");
    return first.computed(true);
  }

  private Expression selector(PromToken name) {
    List<Matcher> matchers = new ArrayList<>();
    if (peek().is("{")) {
      take();
      while (!peek().is("}")) {
        matchers.add(matcher());
        if (!peek().is(",")) {
          break;
        }
        take();
      }
      expect("}");
    }
    return new Expression(true, true, Optional.of(new SeriesSelector(name.text(), matchers)));
  }

  private Matcher matcher() {
    PromToken label = peek();
    if (label.kind() != Kind.NAME) {
      throw unexpected("a label or '}'");
    }
    take();
    PromToken symbol = take();
    Operator operator =
        List.of(Operator.values()).stream()
            .filter(each -> symbol.is(each.symbol()))
            .findFirst()
            .orElseThrow(
                () ->
                    new Objection(symbol.at(), "expected =, !=, =~ or !~, not " + symbol.shown()));
    PromToken value = peek();
    if (value.kind() != Kind.STRING) {
      throw unexpected("the label's value in quotes");
    }
    take();
    if (operator.isPattern()) {
      requirePattern(value);
    }
    return new Matcher(label.text(), operator, value.text());
  }

  private static void requirePattern(PromToken value) {
    try {
      Pattern.compile(value.text());
    } catch (PatternSyntaxException e) {
      throw new Objection(
          value.at(), "'" + value.text() + "' is no regular expression: " + e.getDescription());
    }
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    expect("(");
    while (peek().kind() == Kind.NAME) {
      labels.add(take().text());
      if (peek().is(",")) {
        take();
      }
    }
    expect(")");
    return labels;
  }

  private PromToken peek() {
    return tokens.get(next);
  }

  private PromToken take() {
    PromToken token = peek();
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  private void expect(String symbol) {
    if (!peek().is(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
    take();
  }

  private Objection unexpected(String expected) {
    return new Objection(peek().at(), "expected " + expected + ", not " + peek().shown());
  }
}
