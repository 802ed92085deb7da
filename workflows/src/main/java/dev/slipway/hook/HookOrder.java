package dev.slipway.hook;

import dev.slipway.cluster.Target;

/**
 * Run a Job of a revision.
 *
 * @param commit of the config repository at which the path renders to the revision. Another commit
 *     of the same revision is another try: it runs a Job again that has failed, never one that has
 *     succeeded
 * @param revision digest of the rendered objects
 */
public record HookOrder(Target target, String commit, String revision, Hook hook) {}
