package dev.slipway.rollout;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.RolloutPlan;

/**
 * @param stable what serves everyone now
 * @param candidate what shall
 * @param cause the release, or the author of a person's own commit: shown to people
 * @param attempt from 1, per candidate revision: retries share the bound on false rollbacks
 */
public record RolloutInput(
    Target target,
    RevisionRef stable,
    RevisionRef candidate,
    RolloutPlan plan,
    String cause,
    int attempt) {}
