package dev.slipway.build.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry's word on where a token is to be had.
 *
 * @param realm address of its token service
 * @param service how the token service knows the registry
 * @param scope what the token is for
 */
record TokenChallenge(URI realm, String service, String scope) {

  private static final Pattern PAIR = Pattern.compile("([a-z_]{1,30})=\"([^\"]{0,2000})\"");

  /**
   * From {@code Bearer realm="https://auth.example.com/token",service="…",scope="…"}; empty for
   * anything else, and for a realm to which credentials would travel in the clear.
   *
   * @param clearHost a host to which they may: that of a registry which is spoken to so itself;
   *     empty text: none but this machine
   */
  static Optional<TokenChallenge> parse(String header, String clearHost) {
    if (!header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return Optional.empty();
    }
    Map<String, String> pairs = new HashMap<>();
    for (Matcher matcher = PAIR.matcher(header); matcher.find(); ) {
      pairs.putIfAbsent(matcher.group(1), matcher.group(2));
    }
    try {
      URI realm = new URI(pairs.getOrDefault("realm", ""));
      return isSafe(realm, clearHost)
          ? Optional.of(
              new TokenChallenge(
                  realm, pairs.getOrDefault("service", ""), pairs.getOrDefault("scope", "")))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isSafe(URI realm, String clearHost) {
    String host = realm.getHost();
    return host != null
        && ("https".equals(realm.getScheme())
            || ("http".equals(realm.getScheme()) && (Loopback.is(host) || host.equals(clearHost))));
  }

  /** Where to ask, with the query. */
  URI question() {
    String asked = realm.toString();
    return URI.create(asked + (asked.contains("?") ? "&" : "?") + parameters());
  }

  /** What is asked, as a query or a form has it. */
  String parameters() {
    return "service=" + encoded(service) + "&scope=" + encoded(scope);
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
