package dev.slipway.localcluster.object;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request must be like for a rule.
 *
 * @param exact whether the whole path must be equal, not only its first elements
 * @param headers exact values by lower case name
 */
public record RouteMatch(
    String path, boolean exact, Optional<String> method, Map<String, String> headers) {

  /** Every request. */
  public static final RouteMatch ANY = new RouteMatch("/", false, Optional.empty(), Map.of());

  public RouteMatch {
    headers = Map.copyOf(headers);
  }

  /** Whether the path of a request (without its query) fits, by whole elements. */
  public boolean fitsPath(String requested) {
    if (exact) {
      return requested.equals(path);
    }
    String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return requested.startsWith(prefix)
        && (requested.length() == prefix.length() || requested.charAt(prefix.length()) == '/');
  }

  static RouteMatch of(Fields match) {
    String path = "/";
    boolean exact = false;
    if (match.has("path")) {
      Fields field = match.child("path");
      field.only("type", "PathPrefix", "Exact");
      exact = field.text("type").filter("Exact"::equals).isPresent();
      path = field.text("value").orElse("/");
      if (!path.startsWith("/")) {
        field.refuse("value", "must begin with '/'");
      }
      field.end();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (Fields header : match.children("headers")) {
      header.only("type", "Exact");
      headers.putIfAbsent(
          header.requiredText("name").toLowerCase(Locale.ROOT), header.requiredText("value"));
      header.end();
    }
    RouteMatch result = new RouteMatch(path, exact, match.text("method"), headers);
    match.end();
    return result;
  }
}
