package dev.slipway.rollout;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.RollingPlan;

/**
 * A rolling update from one revision to another.
 *
 * @param stable what is there before, and again when it goes wrong
 * @param plan how long pods may take, and are watched
 */
public record RollingOrder(
    Target target, RevisionRef stable, RevisionRef candidate, RollingPlan plan) {}
