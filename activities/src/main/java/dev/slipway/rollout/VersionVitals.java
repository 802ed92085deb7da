package dev.slipway.rollout;

import dev.slipway.delivery.Baseline;
import dev.slipway.traffic.Route;
import java.time.Instant;
import java.util.Optional;

/** Whether the pods of the canary, and of a fresh baseline beside it, carry what they are given. */
final class VersionVitals {

  private final CanaryVersions versions;
  private final Route route;
  private final Vitals canary = new Vitals("the canary");
  private final Vitals baseline = new Vitals("the fresh baseline");

  VersionVitals(CanaryVersions versions, Route route) {
    this.versions = versions;
    this.route = route;
  }

  /** Why the canary must not serve any longer; empty when it may. */
  Optional<String> trouble(Instant now) {
    return canary.trouble(versions.condition(), now).or(() -> troubleOfBaseline(now));
  }

  /** Whether the look just taken found a pod of the canary that came in place of another one. */
  boolean canaryIsReplaced() {
    return canary.areReplaced();
  }

  /** Beside a baseline that answers errors, a canary would look good that is not. */
  private Optional<String> troubleOfBaseline(Instant now) {
    return route.baseline() == Baseline.STABLE
        ? Optional.empty()
        : baseline
            .trouble(versions.baselineCondition(), now)
            .map(trouble -> trouble + "; there is nothing to compare the canary with");
  }
}
