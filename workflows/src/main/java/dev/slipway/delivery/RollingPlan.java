package dev.slipway.delivery;

import java.time.Duration;

/**
 * The Deployment's own rolling update, instead of a canary: pods are replaced in place, nothing is
 * compared.
 *
 * @param readyWithin how long all new pods together may take to become ready; 10 minutes by default
 * @param watch how long the new pods are watched once all are ready; 5 minutes by default, 0 for
 *     not at all
 */
public record RollingPlan(Duration readyWithin, Duration watch) {

  public static final RollingPlan DEFAULT =
      new RollingPlan(Duration.ofMinutes(10), Duration.ofMinutes(5));
}
