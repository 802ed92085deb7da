package dev.slipway.release;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ServiceBinding;

/**
 * What is fixed when a release reaches an environment.
 *
 * @param plan the commit's own gates merged with those of the stable release: the stricter applies
 * @param declared the commit's own gates
 * @param service what the platform says of the service
 */
record Passport(
    EnvironmentPlan plan,
    EnvironmentPlan declared,
    ServiceBinding service,
    EnvironmentBinding binding,
    Target target,
    Cargo cargo) {

  Passport withPlan(EnvironmentPlan stricter) {
    return new Passport(stricter, declared, service, binding, target, cargo);
  }

  Passport withBinding(ServiceBinding now, EnvironmentBinding present) {
    return new Passport(plan, declared, now, present, target, cargo);
  }

  String environment() {
    return target.key().environment();
  }

  /** Name of a step of the release in this environment. */
  String step(String what) {
    return environment() + ": " + what;
  }
}
