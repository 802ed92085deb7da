package dev.slipway.cluster;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;

/**
 * Where a service lives in an environment, and where its desired state is.
 *
 * @param cluster name of the cluster, from which the task queue follows
 * @param namespace the only namespace that may be written
 * @param workload name of the Deployment that is canaried
 * @param route name of the HTTPRoute whose weights are shifted
 */
public record Target(
    EnvironmentKey key,
    String cluster,
    String namespace,
    ConfigPath config,
    String workload,
    String route) {}
