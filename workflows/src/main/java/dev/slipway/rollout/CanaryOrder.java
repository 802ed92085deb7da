package dev.slipway.rollout;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.HeaderRoute;
import java.time.Duration;
import java.util.Optional;

/**
 * @param readyWithin how long the canary's pods may take to become ready
 * @param headerRoute by which testers get to it at any weight; empty where there is none, and where
 *     an older worker did not write it
 * @param baseline what it will be compared with; stable where an older worker did not write it
 */
public record CanaryOrder(
    Target target,
    RevisionRef stable,
    RevisionRef candidate,
    Duration readyWithin,
    Optional<HeaderRoute> headerRoute,
    Baseline baseline) {

  @JsonCreator
  public CanaryOrder {
    baseline = baseline == null ? Baseline.STABLE : baseline;
  }

  /** Without a way for testers. */
  public CanaryOrder(
      Target target, RevisionRef stable, RevisionRef candidate, Duration readyWithin) {
    this(target, stable, candidate, readyWithin, Optional.empty(), Baseline.STABLE);
  }
}
