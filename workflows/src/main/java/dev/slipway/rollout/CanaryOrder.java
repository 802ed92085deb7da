package dev.slipway.rollout;

import dev.slipway.cluster.Target;
import java.time.Duration;

/**
 * @param readyWithin how long the canary's pods may take to become ready
 */
public record CanaryOrder(
    Target target, RevisionRef stable, RevisionRef candidate, Duration readyWithin) {}
