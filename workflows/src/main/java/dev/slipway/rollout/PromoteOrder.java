package dev.slipway.rollout;

import dev.slipway.cluster.Target;
import java.time.Duration;

/** Make the canary the stable version. */
public record PromoteOrder(
    Target target, RevisionRef stable, RevisionRef candidate, Duration readyWithin) {}
