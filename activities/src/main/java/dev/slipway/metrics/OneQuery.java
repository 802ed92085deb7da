package dev.slipway.metrics;

import dev.slipway.metrics.SeriesSelector.Matcher;
import dev.slipway.metrics.SeriesSelector.Operator;
import dev.slipway.metrics.WantedCounter.Part;
import dev.slipway.temporal.FailureType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that is wanted as one PromQL expression, so that it is evaluated at one instant. Each part is
 * told by a label of our own.
 *
 * <p>Of a plain selector the series of one instance that differ only in who scraped them are
 * counted once, and it is asked when they were scraped.
 */
final class OneQuery {

  /** The label that says what a series is an answer to. */
  static final String TAG = "slipway";

  static final String NOW = "now";
  static final String TIME = "time";
  static final String SAMPLES = "samples";

  /** In which samples are counted, to tell the interval of scrapes. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int LONGEST = 64 << 10;
  private static final String WHO_SCRAPED = "job, prometheus, prometheus_replica, replica";

  private final List<WantedCounter> wanted;
  private final Optional<SeriesSelector> running;

  /**
   * @param running what was counted long before, by which the interval of scrapes is told; empty
   *     where nothing tells it
   */
  OneQuery(List<WantedCounter> wanted, Optional<SeriesSelector> running) {
    this.wanted = wanted;
    this.running = running;
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure LIMIT_EXCEEDED
   */
  String promql() {
    List<String> terms = new ArrayList<>();
    terms.add(tagged("vector(time())", NOW));
    for (int i = 0; i < wanted.size(); i++) {
      terms.add(tagged(byInstance(wanted.get(i)), String.valueOf(i)));
    }
    wanted.stream()
        .filter(counter -> counter.part() != Part.ERRORS && counter.part() != Part.COUNTED)
        .flatMap(counter -> counter.selector().stream())
        .map(SeriesSelector::text)
        .distinct()
        .map(selector -> tagged("max by (instance, pod) (timestamp(" + selector + "))", TIME))
        .forEach(terms::add);
    running
        .map(
            selector ->
                tagged(
                    "max(count_over_time(" + selector.text() + "[" + WINDOW.toSeconds() + "s]))",
                    SAMPLES))
        .ifPresent(terms::add);
    String promql = String.join(" or ", terms);
    if (promql.length() > LONGEST) {
      throw FailureType.LIMIT_EXCEEDED.retryable(
          "the metrics of this environment make a query of more than 64 kB: name fewer");
    }
    return promql;
  }

  /** What a series is an answer to. */
  WantedCounter counter(String tag) {
    try {
      return wanted.get(Integer.parseInt(tag));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw FailureType.UNREACHABLE.retryable(
          "Prometheus answers with a series that was not asked for", e);
    }
  }

  private static String byInstance(WantedCounter counter) {
    String labels = counter.upTo().isEmpty() ? "instance, pod" : "instance, pod, le";
    String series =
        counter
            .selector()
            .map(selector -> once(narrowed(selector, counter.upTo())))
            .orElse(counter.promql());
    return "sum by (" + labels + ") (" + series + ")";
  }

  private static String once(SeriesSelector selector) {
    return "max without (" + WHO_SCRAPED + ") (" + selector.text() + ")";
  }

  /** Only the buckets that matter, however their bounds are written. */
  private static SeriesSelector narrowed(SeriesSelector selector, List<Double> upTo) {
    boolean plain = upTo.stream().allMatch(bound -> bound >= 0.001 && bound < 100_000);
    if (upTo.isEmpty() || !plain) {
      return selector;
    }
    List<Matcher> matchers = new ArrayList<>(selector.matchers());
    matchers.add(
        new Matcher(
            "le",
            Operator.MATCHING,
            upTo.stream().map(OneQuery::written).collect(Collectors.joining("|", "", "|\\+Inf"))));
    return new SeriesSelector(selector.name(), matchers);
  }

  private static String written(double bound) {
    String text = new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
    return text.contains(".") ? text.replace(".", "\\.") + "0*" : text + "(\\.0*)?";
  }

  private static String tagged(String expression, String tag) {
    return String.format(
        Locale.ROOT, "label_replace(%s, \"%s\", \"%s\", \"\", \"\")", expression, TAG, tag);
  }
}
