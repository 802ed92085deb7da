package dev.slipway.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a query may leave open, written {@code {{name}}}. */
public enum Placeholder {
  /** The environment's namespace. */
  NAMESPACE(false),
  /** The environment's name. */
  ENVIRONMENT(false),
  /** The version's Kubernetes Service, as the route names it. */
  BACKEND(true),
  /** The version's Deployment. */
  DEPLOYMENT(true),
  /** A regular expression that the names of the version's pods match. */
  PODS(true),
  /** {@code stable}, {@code canary}, or {@code baseline} for a fresh one. */
  VERSION(true);

  private static final Pattern WRITTEN = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

  private final boolean tellsVersionsApart;

  Placeholder(boolean tellsVersionsApart) {
    this.tellsVersionsApart = tellsVersionsApart;
  }

  /** Its name as it is written between the braces. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The text with the values in their places. Values are names of Kubernetes or made of them. */
  public static String fill(String text, Map<Placeholder, String> values) {
    return WRITTEN
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    of(found.group(1)).map(values::get).orElse(found.group())));
  }

  /** The text with words in their places, every character where it was: to be checked. */
  static String stoodIn(String text) {
    return WRITTEN.matcher(text).replaceAll(found -> found.group().replaceAll("[^A-Za-z0-9]", "_"));
  }

  /** Why the placeholders of a text are not right; empty when they are. */
  static Optional<String> objection(String text) {
    Set<Placeholder> used = new TreeSet<>();
    Matcher written = WRITTEN.matcher(text);
    while (written.find()) {
      Optional<Placeholder> known = of(written.group(1));
      if (known.isEmpty()) {
        return Optional.of(
            "knows no placeholder {{"
                + written.group(1)
                + "}}: there are "
                + all(List.of(values())));
      }
      used.add(known.get());
    }
    List<Placeholder> telling =
        Arrays.stream(values()).filter(each -> each.tellsVersionsApart).toList();
    return used.stream().noneMatch(telling::contains)
        ? Optional.of("must tell the versions apart by one of " + all(telling))
        : Optional.empty();
  }

  private static Optional<Placeholder> of(String name) {
    return Arrays.stream(values()).filter(each -> each.written().equals(name)).findFirst();
  }

  private static String all(List<Placeholder> placeholders) {
    return placeholders.stream()
        .map(each -> "{{" + each.written() + "}}")
        .collect(Collectors.joining(", "));
  }
}
