package dev.slipway.benchmarks.still;

import dev.slipway.delivery.Mode;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.PlatformActivities;
import dev.slipway.platform.ServiceBinding;
import java.util.List;
import java.util.Optional;

/** A platform that binds every service to one environment. */
public final class StillPlatform implements PlatformActivities {

  /** The only environment of each service. */
  public static final String ENVIRONMENT = "production";

  /** The only cluster. */
  public static final String CLUSTER = "local";

  /** Services of this prefix wait for a human decision; all others are deployed without one. */
  public static final String WAITING = "waiting-";

  private static final String REPOSITORY = ".git";
  private static final int BUILDS = 2;
  private static final int PRUNE_BUDGET = 5;

  @Override
  public Optional<ServiceBinding> binding(String service) {
    EnvironmentBinding production =
        new EnvironmentBinding(
            ENVIRONMENT,
            CLUSTER,
            service,
            new ConfigPath("config.git", "main", ENVIRONMENT + "/" + service),
            service,
            List.of(),
            true,
            true,
            PRUNE_BUDGET,
            List.of());
    return Optional.of(
        new ServiceBinding(
            service,
            "benchmarks",
            new ServiceBinding.SourceBinding(service + REPOSITORY, "main", "delivery.yaml"),
            BUILDS,
            List.of(production)));
  }

  static String serviceOf(String repository) {
    return repository.substring(0, repository.length() - REPOSITORY.length());
  }

  static Mode modeOf(String service) {
    return service.startsWith(WAITING) ? Mode.DELIVERY : Mode.DEPLOYMENT;
  }
}
