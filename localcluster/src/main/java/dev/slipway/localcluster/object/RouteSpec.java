package dev.slipway.localcluster.object;

import java.util.List;
import java.util.Locale;

/**
 * How requests find their Service.
 *
 * @param hostnames lower case, the first label may be {@code *}; empty: any host
 */
public record RouteSpec(List<String> hostnames, List<RouteRule> rules) implements ObjectSpec {

  public RouteSpec {
    hostnames = List.copyOf(hostnames);
    rules = List.copyOf(rules);
  }

  static RouteSpec of(Fields spec) {
    List<RouteRule> rules = spec.children("rules").stream().map(RouteRule::of).toList();
    if (rules.isEmpty()) {
      spec.refuse("rules", "must have at least one entry");
    }
    List<String> hostnames =
        spec.texts("hostnames").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    spec.ignore("parentRefs");
    spec.end();
    return new RouteSpec(hostnames, rules);
  }
}
