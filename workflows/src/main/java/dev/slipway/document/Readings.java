package dev.slipway.document;

import dev.slipway.document.YamlNode.Scalar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of values that the files are made of, with their bounds. */
public final class Readings {

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,9})?");
  private static final Pattern RELATIVE_PATH =
      Pattern.compile("[^/\\p{Cntrl}\\\\][^\\p{Cntrl}\\\\]*");

  private Readings() {}

  /** Text that is not blank. */
  public static Reading<String> text(int longest) {
    return value ->
        value
            .text("text")
            .flatMap(
                text -> {
                  if (text.isBlank()) {
                    return wrong(value, "must not be empty");
                  }
                  return text.length() > longest
                      ? wrong(value, "must have at most " + longest + " characters")
                      : Optional.of(text);
                });
  }

  /** Text that is this constant. */
  public static Reading<String> exactly(String constant) {
    return value ->
        text(200)
            .read(value)
            .flatMap(
                text ->
                    text.equals(constant)
                        ? Optional.of(text)
                        : wrong(value, "must be " + constant + ", not '" + text + "'"));
  }

  /** Text of this form. */
  public static Reading<String> matching(Pattern form, int longest, String words) {
    return value ->
        text(longest)
            .read(value)
            .flatMap(
                text ->
                    form.matcher(text).matches()
                        ? Optional.of(text)
                        : wrong(
                            value, "must be " + words + ", not '" + YamlReader.shown(text) + "'"));
  }

  /** A name that Kubernetes takes: lower case letters, digits and hyphens. */
  public static Reading<String> dnsLabel(int longest) {
    return matching(
        DNS_LABEL, longest, "lower case letters, digits and hyphens, such as checkout-api");
  }

  /** A path inside a repository: relative, no {@code ..}. */
  public static Reading<String> relativePath() {
    return value ->
        matching(RELATIVE_PATH, 500, "a relative path with forward slashes")
            .read(value)
            .flatMap(
                path ->
                    Arrays.asList(path.split("/", -1)).contains("..")
                        ? wrong(value, "must not leave the repository with '..'")
                        : Optional.of(path));
  }

  public static Reading<Duration> duration(Duration least, Duration most) {
    return value ->
        value
            .text("a duration such as 30s, 10m, 1h30m or 7d")
            .flatMap(
                text -> {
                  Optional<Duration> duration = DurationText.parse(text);
                  return duration.isPresent()
                      ? duration
                      : wrong(
                          value,
                          "must be a duration such as 30s, 10m, 1h30m or 7d, not '"
                              + YamlReader.shown(text)
                              + "'");
                })
            .flatMap(
                duration ->
                    duration.compareTo(least) < 0 || duration.compareTo(most) > 0
                        ? wrong(
                            value,
                            "must be from "
                                + DurationText.of(least)
                                + " to "
                                + DurationText.of(most)
                                + ", not "
                                + DurationText.of(duration))
                        : Optional.of(duration));
  }

  /**
   * A percentage, as percent: 25 for {@code 25%}.
   *
   * @param above exclusive
   * @param most inclusive
   */
  public static Reading<BigDecimal> percent(int above, int most) {
    return value ->
        value
            .text("a percentage such as 25% or 0.5%")
            .flatMap(
                text -> {
                  Optional<BigDecimal> percent = PercentText.parse(text);
                  return percent.isPresent()
                      ? percent
                      : wrong(
                          value,
                          "must be a percentage such as 25% or 0.5%, not '"
                              + YamlReader.shown(text)
                              + "'");
                })
            .flatMap(
                percent ->
                    percent.compareTo(BigDecimal.valueOf(above)) <= 0
                            || percent.compareTo(BigDecimal.valueOf(most)) > 0
                        ? wrong(value, "must be above " + above + "% and at most " + most + "%")
                        : Optional.of(percent));
  }

  /** A percentage as a share: 0.25 for {@code 25%}. */
  public static Reading<Double> share(int above, int most) {
    return value ->
        percent(above, most).read(value).map(percent -> percent.movePointLeft(2).doubleValue());
  }

  public static Reading<Boolean> flag() {
    return value ->
        value
            .scalar("true or false")
            .flatMap(
                scalar ->
                    scalar.isFlag()
                        ? Optional.of(scalar.text().equals("true"))
                        : wrong(value, "must be true or false, not " + shown(scalar)));
  }

  public static Reading<Integer> wholeNumber(int least, int most) {
    String words = "a whole number from " + least + " to " + most;
    return value ->
        value
            .scalar(words)
            .flatMap(
                scalar -> {
                  if (scalar.isWholeNumber()) {
                    long number = Long.parseLong(scalar.text());
                    if (number >= least && number <= most) {
                      return Optional.of((int) number);
                    }
                  }
                  return wrong(value, "must be " + words + ", not " + shown(scalar));
                });
  }

  /** A percentage without a fraction: 20 for {@code 20%}. */
  public static Reading<Integer> wholePercent(int least, int most) {
    String words = "a whole percentage from " + least + "% to " + most + "%";
    return value ->
        value
            .text(words)
            .flatMap(
                text ->
                    PercentText.parse(text)
                        .filter(percent -> percent.stripTrailingZeros().scale() <= 0)
                        .map(BigDecimal::intValue)
                        .filter(percent -> percent >= least && percent <= most)
                        .or(
                            () ->
                                wrong(
                                    value,
                                    "must be "
                                        + words
                                        + ", not '"
                                        + YamlReader.shown(text)
                                        + "'")));
  }

  /** A number or a share: as it is written, with {@code %} at its end or without. */
  public static <T> Reading<T> numberOrPercent(Reading<T> number, Reading<T> percent) {
    return value ->
        value
            .scalar("a whole number, or a percentage such as 20%")
            .flatMap(
                scalar -> scalar.text().endsWith("%") ? percent.read(value) : number.read(value));
  }

  /** A number, with a fraction or without: {@code 0.5}, {@code -3}, {@code 250}. */
  public static Reading<Double> number() {
    String words = "a number such as 0.5 or 250";
    return value ->
        value
            .scalar(words)
            .flatMap(
                scalar ->
                    !scalar.isText() && NUMBER.matcher(scalar.text()).matches()
                        ? Optional.of(Double.parseDouble(scalar.text()))
                        : wrong(value, "must be " + words + ", not " + shown(scalar)));
  }

  /** An instant with its offset: {@code 2026-12-24T18:00:00+01:00}. */
  public static Reading<Instant> instant() {
    String words = "a time with its offset such as 2026-12-24T18:00:00+01:00";
    return value ->
        value
            .text(words)
            .flatMap(
                text -> {
                  try {
                    return Optional.of(OffsetDateTime.parse(text).toInstant());
                  } catch (DateTimeException notATime) {
                    return wrong(
                        value, "must be " + words + ", not '" + YamlReader.shown(text) + "'");
                  }
                });
  }

  /** A constant of the enum in lower case, hyphens for underscores. */
  public static <E extends Enum<E>> Reading<E> choice(Class<E> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(constant -> written(constant)).toList();
    return value ->
        choice(names).read(value).map(name -> type.getEnumConstants()[names.indexOf(name)]);
  }

  /** One of these words. */
  public static Reading<String> choice(List<String> names) {
    String words = String.join(" or ", names);
    return value ->
        value
            .text(words)
            .flatMap(
                text ->
                    names.contains(text)
                        ? Optional.of(text)
                        : wrong(
                            value, "must be " + words + ", not '" + YamlReader.shown(text) + "'"));
  }

  /** How an enum's constant is written in a file: {@code error-rate}. */
  public static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A list whose items are all right; empty when one of them is not. */
  public static <T> Reading<List<T>> list(Reading<T> item, int most) {
    return list(item, most, (before, one) -> Optional.empty());
  }

  /** A list in which each item is also held against those before it. */
  public static <T> Reading<List<T>> list(Reading<T> item, int most, Succession<T> succession) {
    return value ->
        value
            .items(most)
            .flatMap(
                items -> {
                  List<T> read = new ArrayList<>();
                  for (Value one : items) {
                    item.read(one)
                        .filter(
                            meaning -> {
                              Optional<String> objection = succession.objection(read, meaning);
                              objection.ifPresent(one::problem);
                              return objection.isEmpty();
                            })
                        .ifPresent(read::add);
                  }
                  return read.size() == items.size() ? Optional.of(read) : Optional.empty();
                });
  }

  /** A list with at least one item. */
  public static <T> Reading<List<T>> some(Reading<List<T>> list) {
    return value ->
        list.read(value)
            .flatMap(
                items ->
                    items.isEmpty()
                        ? wrong(value, "must have at least one item")
                        : Optional.of(items));
  }

  /** A set of fields. */
  public static <T> Reading<T> fields(Function<Section, T> meaning) {
    return value ->
        value
            .section()
            .map(
                section -> {
                  try (section) {
                    return meaning.apply(section);
                  }
                });
  }

  private static String shown(Scalar scalar) {
    return scalar.isNothing() ? "empty" : "'" + YamlReader.shown(scalar.text()) + "'";
  }

  private static <T> Optional<T> wrong(Value value, String message) {
    value.problem(message);
    return Optional.empty();
  }
}
