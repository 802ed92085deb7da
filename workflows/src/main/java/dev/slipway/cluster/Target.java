package dev.slipway.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.platform.IgnoreRule;
import java.util.List;

/**
 * Where a service lives in an environment, and where its desired state is.
 *
 * @param cluster name of the cluster, from which the task queue follows
 * @param namespace the only namespace that may be written
 * @param workload name of the Deployment that is canaried
 * @param route name of the HTTPRoute whose weights are shifted
 * @param ignore what of live objects is somebody else's to say
 * @param reach of which kinds its objects may be, and who writes them
 */
public record Target(
    EnvironmentKey key,
    String cluster,
    String namespace,
    ConfigPath config,
    String workload,
    String route,
    List<IgnoreRule> ignore,
    Reach reach) {

  @JsonCreator
  public Target {
    // Those of older workers have none.
    ignore = ignore == null ? List.of() : List.copyOf(ignore);
    reach = reach == null ? Reach.USUAL : reach;
  }

  /** One whose objects are of the usual kinds, written by the worker's own account. */
  public Target(
      EnvironmentKey key,
      String cluster,
      String namespace,
      ConfigPath config,
      String workload,
      String route,
      List<IgnoreRule> ignore) {
    this(key, cluster, namespace, config, workload, route, ignore, Reach.USUAL);
  }

  /** One where nothing of live objects is somebody else's to say. */
  public Target(
      EnvironmentKey key,
      String cluster,
      String namespace,
      ConfigPath config,
      String workload,
      String route) {
    this(key, cluster, namespace, config, workload, route, List.of());
  }
}
