package dev.slipway.release;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.Gates;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.PlatformActivities;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.temporal.ActivityPolicies;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/**
 * Holds the platform's bindings and rules against a release where it starts and again where it
 * merges: days may lie between, in which the platform's repository has moved on.
 */
final class BindingCheck {

  private static final String PLAN_IS_BOUNDED = "merged-plan-is-bounded";

  private final String service;
  private final boolean rollback;

  /**
   * @param rollback a rollback goes back to what passed its gates once: stable's do not delay it
   */
  BindingCheck(String service, boolean rollback) {
    this.service = service;
    this.rollback = rollback;
  }

  /** What the platform says of the service now. */
  ServiceBinding now() {
    PlatformActivities platform =
        Workflow.newLocalActivityStub(PlatformActivities.class, ActivityPolicies.lookup());
    return platform
        .binding(service)
        .orElseThrow(
            () ->
                failed(
                    "service '"
                        + service
                        + "' is not bound in platform.yaml: ask the platform team to add it"));
  }

  /**
   * Of the commit's own gates and those of what is stable, the stricter applies.
   *
   * @throws ReleaseStopped when both together are more than an analysis can hold
   */
  Passport withGatesOfStable(Passport passport, Optional<EnvironmentPlan> stable) {
    if (rollback || stable.isEmpty()) {
      return passport;
    }
    EnvironmentPlan stricter = Gates.stricter(passport.plan(), stable.get());
    Optional<String> excess = Gates.excess(stricter);
    // A release that went on before this was checked goes on.
    if (excess.isPresent()
        && Workflow.getVersion(PLAN_IS_BOUNDED, Workflow.DEFAULT_VERSION, 1) == 1) {
      throw failed(excess.get());
    }
    return passport.withPlan(stricter);
  }

  /**
   * The passport as the platform would give it now.
   *
   * @throws ReleaseStopped when a rule forbids by now what it allowed when the release started
   */
  Passport recheck(Passport passport) {
    String environment = passport.target().key().environment();
    ServiceBinding present = now();
    EnvironmentBinding binding =
        present
            .environment(environment)
            .orElseThrow(
                () ->
                    failed(
                        "environment '"
                            + environment
                            + "' is not bound for service '"
                            + service
                            + "' any more (rule 'environments' of platform.yaml)"));
    if (!binding
        .target(passport.target().key(), passport.target().workload())
        .equals(passport.target())) {
      throw failed(
          "platform.yaml has moved "
              + passport.target().key()
              + " to another place since the release started: start it again");
    }
    List<String> violations =
        rollback ? List.of() : ReleasePolicy.violations(passport.plan(), binding, service);
    if (!violations.isEmpty()) {
      throw failed(String.join("; ", violations));
    }
    return passport.withBinding(present, binding);
  }

  private static ReleaseStopped failed(String reason) {
    return new ReleaseStopped(Outcome.FAILED, reason);
  }
}
