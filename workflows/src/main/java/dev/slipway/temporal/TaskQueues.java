package dev.slipway.temporal;

/**
 * The task queues: workflows, builds, and one per cluster, so that a worker inside a cluster pulls
 * its work.
 */
public final class TaskQueues {

  /**
   * Workflows and the activities that need neither a toolchain nor a cluster: Git, forge, platform,
   * notification.
   */
  public static final String WORKFLOWS = "slipway";

  /** Builds and tests. */
  public static final String BUILDS = "slipway-builds";

  private TaskQueues() {}

  /** What touches a cluster, its traffic or its metrics. */
  public static String cluster(String cluster) {
    return "slipway-cluster-" + cluster;
  }
}
