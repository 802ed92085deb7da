package dev.slipway.localcluster.object;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which requests go to which Services.
 *
 * @param matches any of them is enough; never empty
 * @param timeout within which the whole response must have come; empty: the gateway's own limits
 */
public record RouteRule(
    List<RouteMatch> matches, List<BackendRef> backends, Optional<Duration> timeout) {

  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,5})m)?(?:(\\d{1,5})s)?(?:(\\d{1,5})ms)?");

  public RouteRule {
    matches = List.copyOf(matches);
    backends = List.copyOf(backends);
  }

  static RouteRule of(Fields rule) {
    List<RouteMatch> matches = rule.children("matches").stream().map(RouteMatch::of).toList();
    List<BackendRef> backends = rule.children("backendRefs").stream().map(BackendRef::of).toList();
    if (backends.stream().map(BackendRef::service).distinct().count() < backends.size()) {
      rule.refuse("backendRefs", "must name each Service once");
    }
    Fields timeouts = rule.child("timeouts");
    Optional<Duration> request = duration(timeouts, "request");
    Optional<Duration> backend = duration(timeouts, "backendRequest");
    timeouts.end();
    rule.ignore("name");
    rule.end();
    return new RouteRule(
        matches.isEmpty() ? List.of(RouteMatch.ANY) : matches, backends, request.or(() -> backend));
  }

  private static Optional<Duration> duration(Fields timeouts, String name) {
    Optional<String> text = timeouts.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = DURATION.matcher(text.get());
    if (text.get().isEmpty() || !matcher.matches()) {
      timeouts.refuse(name, "must be a duration such as 10s, 500ms or 1m30s");
      return Optional.empty();
    }
    Duration sum =
        Duration.ofHours(part(matcher, 1))
            .plusMinutes(part(matcher, 2))
            .plusSeconds(part(matcher, 3))
            .plusMillis(part(matcher, 4));
    // Zero switches the limit off in the Gateway API.
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
