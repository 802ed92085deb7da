package dev.slipway.environment;

import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutResult;
import java.time.Instant;
import java.util.Optional;

/**
 * The rollout that an environment had last, as Temporal keeps it.
 *
 * @param running whether it goes on now
 * @param result empty while it runs, and when it was terminated
 */
public record LastRollout(
    RolloutInput input, boolean running, Optional<RolloutResult> result, Instant startedAt) {}
