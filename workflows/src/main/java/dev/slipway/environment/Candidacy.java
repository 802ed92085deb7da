package dev.slipway.environment;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.SlotPolicy;

/**
 * A release that wants to change an environment.
 *
 * @param release its key as text; also its workflow id without the prefix
 * @param number what is newer: grows with every release of the service
 * @param artifact digest of what it brings
 * @param ready false: it announces itself (an older one that waits may be superseded by it); true:
 *     it asks for the slot
 * @param rollback it goes back on purpose: an older artifact is not refused
 * @param overrideQuarantine a person releases a quarantined artifact all the same
 * @param plan how it wants to be rolled out, gates merged with those of the stable release
 * @param declared what its own delivery file says: once it is stable, these are the gates that the
 *     next release cannot loosen
 * @param workload the Deployment that is canaried
 */
public record Candidacy(
    EnvironmentKey key,
    String release,
    long number,
    String artifact,
    boolean ready,
    boolean rollback,
    boolean overrideQuarantine,
    SlotPolicy policy,
    EnvironmentPlan plan,
    EnvironmentPlan declared,
    String workload) {}
