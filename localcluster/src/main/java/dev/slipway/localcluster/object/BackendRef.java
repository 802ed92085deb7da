package dev.slipway.localcluster.object;

/**
 * A Service with its share of a rule's requests.
 *
 * @param service in the route's own namespace
 * @param weight 0 to 1,000,000, relative to the others of the rule
 */
public record BackendRef(String service, int weight) {

  static BackendRef of(Fields reference) {
    reference.only("group", "");
    reference.only("kind", "Service");
    BackendRef result =
        new BackendRef(reference.requiredText("name"), reference.number("weight", 1, 0, 1_000_000));
    reference.number("port", 80, 1, 65_535);
    reference.end();
    return result;
  }
}
