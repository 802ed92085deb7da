package dev.slipway.platform;

import dev.slipway.gitops.ConfigPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds environments that would work against each other: a shared path is restored to one's stable
 * revision under the other's feet, and a shared route's weights are shifted by both.
 */
final class EnvironmentClashes {

  private EnvironmentClashes() {}

  /**
   * A service whose environments are apart from each other and from those of services before it.
   */
  static Optional<String> objection(List<ServiceBinding> before, ServiceBinding service) {
    List<Bound> others = new ArrayList<>();
    before.forEach(earlier -> others.addAll(bound(earlier)));
    for (Bound bound : bound(service)) {
      for (Bound other : others) {
        Optional<String> clash = clash(other, bound);
        if (clash.isPresent()) {
          return clash;
        }
      }
      others.add(bound);
    }
    return Optional.empty();
  }

  private static List<Bound> bound(ServiceBinding service) {
    return service.environments().stream()
        .map(
            environment ->
                new Bound(service.service(), environment, folder(environment.config().path())))
        .toList();
  }

  private static Optional<String> clash(Bound one, Bound other) {
    EnvironmentBinding first = one.environment();
    EnvironmentBinding second = other.environment();
    if (overlap(one, other)) {
      return Optional.of(
          other
              + " and "
              + one
              + " share the path '"
              + second.config().path()
              + "' of one branch; give each a folder of its own");
    }
    boolean sameRoute =
        !first.route().isEmpty()
            && first.cluster().equals(second.cluster())
            && first.namespace().equals(second.namespace())
            && first.route().equals(second.route());
    return sameRoute
        ? Optional.of(
            other
                + " and "
                + one
                + " share the route '"
                + second.route()
                + "' of one namespace; give each a route of its own")
        : Optional.empty();
  }

  private static boolean overlap(Bound one, Bound other) {
    ConfigPath first = one.environment().config();
    ConfigPath second = other.environment().config();
    return !first.repository().isEmpty()
        && first.repository().equals(second.repository())
        && first.branch().equals(second.branch())
        && (one.folder().startsWith(other.folder()) || other.folder().startsWith(one.folder()));
  }

  /** With one slash at its end, so that {@code shop} does not hold {@code shop-admin}. */
  private static String folder(String path) {
    StringBuilder folder = new StringBuilder();
    for (String segment : path.split("/+", -1)) {
      if (!segment.isEmpty() && !segment.equals(".")) {
        folder.append(segment).append('/');
      }
    }
    return folder.toString();
  }

  /**
   * @param folder its path with one slash at its end
   */
  private record Bound(String service, EnvironmentBinding environment, String folder) {
    @Override
    public String toString() {
      return "'" + environment.name() + "' of '" + service + "'";
    }
  }
}
