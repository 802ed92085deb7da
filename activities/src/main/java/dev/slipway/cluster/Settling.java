package dev.slipway.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits until a Deployment's pods are as its spec says. */
public final class Settling {

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Cluster cluster;
  private final Pulse pulse;

  public Settling(Cluster cluster, Pulse pulse) {
    this.cluster = cluster;
    this.pulse = pulse;
  }

  /**
   * The condition once it is settled or failed, else what it is when the time is over; empty when
   * the Deployment is not there.
   *
   * @param details the heartbeat's details meanwhile
   */
  public Optional<WorkloadCondition> await(
      String namespace, String deployment, Duration within, @Nullable Object details) {
    Instant deadline = pulse.now().plus(within);
    Optional<WorkloadCondition> condition = cluster.condition(namespace, deployment);
    while (condition.isPresent()
        && !condition.get().settled()
        && !condition.get().failed()
        && pulse.now().isBefore(deadline)) {
      pulse.rest(LOOK, details);
      condition = cluster.condition(namespace, deployment);
    }
    return condition;
  }
}
