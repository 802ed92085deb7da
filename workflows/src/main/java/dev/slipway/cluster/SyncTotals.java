package dev.slipway.cluster;

/**
 * How many objects a sync's lists are about: the lists themselves name the first of them only.
 *
 * @param created that were not there
 * @param pruned that were deleted
 * @param beyondBudget that left Git and go when a person confirms it
 * @param never that left Git and that no sync deletes
 * @param lookedFor whether it looked for what left Git at all: it does not while a rollout runs,
 *     nor where the path is refused, and knows nothing of it then
 */
public record SyncTotals(int created, int pruned, int beyondBudget, int never, boolean lookedFor) {}
