package dev.slipway.cluster;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits until a Deployment's pods are as its spec says. */
public final class Settling {

  private final Cluster cluster;
  private final ObjectWait wait;

  public Settling(Cluster cluster, Pulse pulse) {
    this.cluster = cluster;
    wait = new ObjectWait(cluster, pulse);
  }

  /**
   * The condition once it is settled or failed, else what it is when the time is over; empty when
   * the Deployment is not there.
   *
   * @param details the heartbeat's details meanwhile
   */
  public Optional<WorkloadCondition> await(
      String namespace, String deployment, Duration within, @Nullable Object details) {
    return wait.until(
        namespace,
        "Deployment/" + deployment,
        within,
        details,
        () -> cluster.condition(namespace, deployment),
        Settling::isOver);
  }

  private static boolean isOver(Optional<WorkloadCondition> condition) {
    return condition.isEmpty() || condition.get().settled() || condition.get().failed();
  }
}
