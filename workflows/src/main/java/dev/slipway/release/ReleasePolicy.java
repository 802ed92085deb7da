package dev.slipway.release;

import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.Mode;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ServiceBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the platform allows a delivery file to ask for. Pure. */
final class ReleasePolicy {

  private ReleasePolicy() {}

  /** Every rule that the delivery file breaks, in words, with the rule's name. */
  static List<String> violations(Delivery delivery, ServiceBinding binding) {
    List<String> violations = new ArrayList<>();
    if (!delivery.service().equals(binding.service())) {
      violations.add(
          "the delivery file is of service '"
              + delivery.service()
              + "', but this repository is bound to '"
              + binding.service()
              + "' (rule 'service' of platform.yaml)");
    }
    for (EnvironmentPlan plan : delivery.environments()) {
      Optional<EnvironmentBinding> environment = binding.environment(plan.name());
      if (environment.isEmpty()) {
        violations.add(
            "environment '"
                + plan.name()
                + "' is not bound for service '"
                + binding.service()
                + "' (rule 'environments' of platform.yaml)");
      } else {
        violations.addAll(violations(plan, environment.get(), binding.service()));
        if (plan.mode() == Mode.DELIVERY
            && !binding.approvers(plan).canGive(plan.approval().count())) {
          violations.add(
              "environment '"
                  + plan.name()
                  + "' asks for "
                  + plan.approval().count()
                  + " approvals, and fewer people may give one (rule 'approvers' of"
                  + " platform.yaml)");
        }
      }
    }
    return violations;
  }

  /** The rules that one environment's plan breaks. */
  static List<String> violations(
      EnvironmentPlan plan, EnvironmentBinding environment, String service) {
    List<String> violations = new ArrayList<>();
    if (plan.mode() == Mode.DEPLOYMENT && !environment.deploymentMode()) {
      violations.add(
          "environment '"
              + plan.name()
              + "' does not allow deployment mode for service '"
              + service
              + "' (rule 'deploymentMode' of platform.yaml)");
    }
    environment.minimumAnalysis().ifPresent(least -> violations.addAll(least.violations(plan)));
    return violations;
  }

  static Passport passport(
      EnvironmentPlan plan, ServiceBinding service, String workload, Cargo cargo) {
    EnvironmentBinding binding =
        service
            .environment(plan.name())
            .orElseThrow(() -> new IllegalStateException(plan.name() + " is not bound"));
    EnvironmentKey key = new EnvironmentKey(plan.name(), service.service());
    return new Passport(plan, plan, service, binding, binding.target(key, workload), cargo);
  }

  /**
   * How an environment goes back to an earlier revision: the person who ordered it has decided, and
   * one step under analysis is enough for what was proven before.
   */
  static EnvironmentPlan expedited(EnvironmentPlan plan) {
    RolloutPlan usual = plan.rollout();
    RolloutPlan quick =
        usual.rolling().isPresent()
            ? usual
            : new RolloutPlan(
                    List.of(new Percent(50)),
                    Duration.ZERO,
                    usual.minimumHold(),
                    Duration.ZERO,
                    OnInconclusive.ADVANCE,
                    usual.decisionDeadline(),
                    usual.missingData(),
                    usual.readyWithin(),
                    usual.analysis())
                // The rules are those beside it: without it a cold canary would be blamed. A
                // way for testers is left out on purpose: nobody has to look at what ran before.
                .withBaseline(usual.baseline());
    return new EnvironmentPlan(plan.name(), Mode.DEPLOYMENT, plan.approval(), plan.slot(), quick);
  }
}
