package dev.slipway.worker;

import dev.slipway.gitops.ConfigPath;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.platform.ServiceBinding.SourceBinding;
import java.util.List;

/** What a platform file could say. */
final class Bindings {

  private Bindings() {}

  /** A service with an environment on the local cluster, in a namespace of its own name. */
  static ServiceBinding service(String name) {
    return new ServiceBinding(
        name,
        "team",
        new SourceBinding(name + ".git", "main", "delivery.yaml"),
        2,
        List.of(
            new EnvironmentBinding(
                "production",
                "local",
                name,
                new ConfigPath("config.git", "main", name),
                name,
                List.of(),
                true,
                true,
                5,
                List.of())));
  }
}
