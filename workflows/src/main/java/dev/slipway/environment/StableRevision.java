package dev.slipway.environment;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.rollout.RevisionRef;
import java.time.Instant;
import java.util.Optional;

/**
 * The proven version.
 *
 * @param podRevision digest of what touches pods: a change that leaves it equal is synced directly
 * @param number of the release that brought it; 0 when adopted or a person's commit
 * @param workload the Deployment that is canaried
 * @param plan of the release that brought it: what a person's own commit is canaried by
 */
public record StableRevision(
    RevisionRef ref,
    String podRevision,
    long number,
    String release,
    String workload,
    Optional<EnvironmentPlan> plan,
    Instant since) {}
