package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.gateway.Endpoints.ServiceName;
import dev.slipway.localcluster.object.BackendRef;
import dev.slipway.localcluster.object.RouteMatch;
import dev.slipway.localcluster.object.RouteRule;
import dev.slipway.localcluster.object.RouteSpec;
import dev.slipway.localcluster.object.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * All rules of all routes, the most specific first, by the Gateway API's order: host, exact path,
 * longest prefix, method, number of headers, then the older route. A rule whose backends did not
 * change keeps its deck from table to table.
 */
public final class RoutingTable {

  private static final Comparator<Entry> MOST_SPECIFIC_FIRST =
      Comparator.<Entry>comparingInt(entry -> hostRank(entry.host()))
          .reversed()
          .thenComparing(entry -> !entry.match().exact())
          .thenComparingInt(entry -> -entry.match().path().length())
          .thenComparing(entry -> entry.match().method().isEmpty())
          .thenComparingInt(entry -> -entry.match().headers().size())
          .thenComparing(Entry::created)
          .thenComparing(entry -> entry.rule().namespace())
          .thenComparing(entry -> entry.rule().route())
          .thenComparingInt(entry -> entry.rule().index());

  private final List<Entry> entries;
  private final Map<RuleKey, Rule> rules;

  private record RuleKey(String namespace, String route, int index) {}

  private record Entry(Optional<String> host, RouteMatch match, Instant created, Rule rule) {}

  /**
   * One rule in force.
   *
   * @param index its place in the route
   */
  record Rule(
      String namespace,
      String route,
      int index,
      List<BackendRef> backends,
      Optional<Duration> timeout,
      boolean forAll,
      WeightedDeck deck) {

    ServiceName service(BackendRef backend) {
      return new ServiceName(namespace, backend.service());
    }
  }

  private RoutingTable(List<Entry> entries, Map<RuleKey, Rule> rules) {
    this.entries = entries;
    this.rules = rules;
  }

  static RoutingTable empty() {
    return new RoutingTable(List.of(), Map.of());
  }

  /** The table of these routes; objects of other kinds are passed over. */
  RoutingTable next(List<StoredObject> objects) {
    List<Entry> made = new ArrayList<>();
    Map<RuleKey, Rule> kept = new LinkedHashMap<>();
    for (StoredObject object : objects) {
      if (object.spec() instanceof RouteSpec route) {
        for (int i = 0; i < route.rules().size(); i++) {
          RouteRule wanted = route.rules().get(i);
          RuleKey key = new RuleKey(object.key().namespace(), object.key().name(), i);
          Rule rule = rule(key, wanted);
          kept.put(key, rule);
          List<Optional<String>> hosts =
              route.hostnames().isEmpty()
                  ? List.of(Optional.empty())
                  : route.hostnames().stream().map(Optional::of).toList();
          for (Optional<String> host : hosts) {
            for (RouteMatch match : wanted.matches()) {
              made.add(new Entry(host, match, object.created(), rule));
            }
          }
        }
      }
    }
    made.sort(MOST_SPECIFIC_FIRST);
    return new RoutingTable(List.copyOf(made), kept);
  }

  private Rule rule(RuleKey key, RouteRule wanted) {
    Rule before = rules.get(key);
    WeightedDeck deck =
        before != null && before.backends().equals(wanted.backends())
            ? before.deck()
            : new WeightedDeck(wanted.backends(), new SplittableRandom());
    boolean forAll =
        wanted.matches().stream()
            .anyMatch(match -> match.headers().isEmpty() && match.method().isEmpty());
    return new Rule(
        key.namespace(),
        key.route(),
        key.index(),
        wanted.backends(),
        wanted.timeout(),
        forAll,
        deck);
  }

  /** The rule for a request. */
  Optional<Rule> find(RequestLine request, HttpHead head) {
    for (Entry entry : entries) {
      if (fitsHost(entry.host(), request.host())
          && entry.match().fitsPath(request.path())
          && entry.match().method().map(request.method()::equals).orElse(true)
          && entry.match().headers().entrySet().stream()
              .allMatch(
                  header ->
                      head.value(header.getKey()).filter(header.getValue()::equals).isPresent())) {
        return Optional.of(entry.rule());
      }
    }
    return Optional.empty();
  }

  /** The weights of each rule of a route, by backend, in the order of the rules. */
  List<Map<String, Integer>> weights(String namespace, String route) {
    return rulesOf(namespace, route).stream().map(RoutingTable::weights).toList();
  }

  /** The weights that general traffic sees: of the first rule that asks for no header or method. */
  Map<String, Integer> generalWeights(String namespace, String route) {
    List<Rule> all = rulesOf(namespace, route);
    return all.stream()
        .filter(Rule::forAll)
        .findFirst()
        .or(() -> all.stream().findFirst())
        .map(RoutingTable::weights)
        .orElse(Map.of());
  }

  private List<Rule> rulesOf(String namespace, String route) {
    return rules.values().stream()
        .filter(rule -> rule.namespace().equals(namespace) && rule.route().equals(route))
        .toList();
  }

  private static Map<String, Integer> weights(Rule rule) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    rule.backends().forEach(backend -> weights.put(backend.service(), backend.weight()));
    return weights;
  }

  private static boolean fitsHost(Optional<String> wanted, String host) {
    if (wanted.isEmpty()) {
      return true;
    }
    String name = wanted.get();
    return name.startsWith("*.")
        ? host.endsWith(name.substring(1)) && host.length() > name.length() - 1
        : host.equals(name);
  }

  private static int hostRank(Optional<String> host) {
    return host.map(name -> name.startsWith("*") ? name.length() : 1000 + name.length()).orElse(0);
  }
}
