package dev.slipway.worker;

import dev.slipway.cluster.Cluster;
import java.nio.file.Path;

/** Opens the clusters that this worker serves. */
@FunctionalInterface
public interface ClusterAccess {

  /**
   * @param name as in platform.yaml
   * @param state state directory of the local cluster
   */
  Cluster open(String name, Path state);
}
