package dev.slipway.build.registry;

import java.net.URI;
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
 * @param source where to ask, with the query
 */
record TokenChallenge(URI source) {

  private static final Pattern PAIR = Pattern.compile("([a-z_]{1,30})=\"([^\"]{0,2000})\"");

  /**
   * From {@code Bearer realm="https://auth.example.com/token",service="…",scope="…"}; empty for
   * anything else, and for a realm to which credentials would travel in the clear.
   */
  static Optional<TokenChallenge> parse(String header) {
    if (!header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return Optional.empty();
    }
    Map<String, String> pairs = new HashMap<>();
    for (Matcher matcher = PAIR.matcher(header); matcher.find(); ) {
      pairs.putIfAbsent(matcher.group(1), matcher.group(2));
    }
    String realm = pairs.getOrDefault("realm", "");
    try {
      URI uri =
          new URI(
              realm
                  + (realm.contains("?") ? "&" : "?")
                  + "service="
                  + encoded(pairs.getOrDefault("service", ""))
                  + "&scope="
                  + encoded(pairs.getOrDefault("scope", "")));
      return isSafe(uri) ? Optional.of(new TokenChallenge(uri)) : Optional.empty();
    } catch (java.net.URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isSafe(URI uri) {
    String host = uri.getHost();
    return host != null
        && ("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && Loopback.is(host)));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
