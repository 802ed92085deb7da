package dev.slipway.rollout;

import dev.slipway.delivery.RollingPlan;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.release.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the steps of a rolling update are named and its waits are explained to people. */
record RollingWording(EnvironmentKey target, RollingPlan plan) {

  static final String UPDATE = "rolling update";
  static final String WATCH = "watch";

  /** Names of the steps that lie ahead, in order. */
  static List<String> steps(RollingPlan plan) {
    return plan.watch().isZero() ? List.of(UPDATE) : List.of(UPDATE, WATCH);
  }

  Waiting updating(Instant now) {
    return new Waiting(
        "all pods are of the new revision and ready",
        now,
        Optional.of(now.plus(plan.readyWithin())),
        "it rolls back",
        List.of("the pods", "an operator"),
        List.of("slipway release abort " + target + " --reason …"));
  }

  Waiting watching(Instant now) {
    return new Waiting(
        "the new pods serve everyone and are watched",
        now,
        Optional.of(now.plus(plan.watch())),
        "it counts as promoted, unless pods fail",
        List.of("the pods", "an operator"),
        List.of("slipway release promote " + target));
  }
}
