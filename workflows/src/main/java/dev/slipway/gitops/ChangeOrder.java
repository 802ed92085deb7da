package dev.slipway.gitops;

import dev.slipway.build.Artifact;

/**
 * A change that brings an artifact to an environment's path.
 *
 * @param release the release's key as text; with the environment the idempotency key, from which
 *     the branch is named
 * @param sourceCommit the service's commit that the artifact was built from
 */
public record ChangeOrder(
    ConfigPath path,
    String release,
    String environment,
    String workload,
    Artifact artifact,
    String sourceCommit) {}
