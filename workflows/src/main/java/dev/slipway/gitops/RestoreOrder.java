package dev.slipway.gitops;

/**
 * A change that restores a path's tree to that of a stable revision.
 *
 * @param key idempotency key, such as the rollout's revision; the branch is named from it
 * @param stableCommit the config repository's commit whose tree is restored, for this path only
 * @param reason one sentence for the commit message
 */
public record RestoreOrder(
    ConfigPath path,
    String key,
    String environment,
    String workload,
    String stableCommit,
    String reason) {}
