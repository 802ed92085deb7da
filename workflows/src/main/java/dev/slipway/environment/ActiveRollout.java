package dev.slipway.environment;

import dev.slipway.gitops.ConfigHead;
import dev.slipway.rollout.RolloutInput;
import java.time.Instant;
import java.util.Optional;

/**
 * A rollout that has been started and has not been settled.
 *
 * @param release the release whose merge it rolls out; empty for a person's own commit
 * @param head the production branch as it was when it started: its candidate
 */
public record ActiveRollout(
    RolloutInput input, Optional<String> release, ConfigHead head, Instant startedAt) {}
