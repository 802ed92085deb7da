package dev.slipway.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a Deployment's pods are as its spec says. It is asked about when it has changed, and
 * now and then besides: that an image cannot be pulled, say, does not change it.
 */
public final class Settling {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration BESIDES = Duration.ofSeconds(2);

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
    Optional<WorkloadCondition> condition = cluster.condition(namespace, deployment);
    if (isOver(condition)) {
      return condition;
    }
    Instant deadline = pulse.now().plus(within);
    Instant asked = pulse.now();
    try (ObjectChanges changes = cluster.changes(namespace, "Deployment", deployment)) {
      while (pulse.now().isBefore(deadline)) {
        pulse.rest(LOOK, details);
        if (changes.happened() || !pulse.now().isBefore(asked.plus(BESIDES))) {
          asked = pulse.now();
          condition = cluster.condition(namespace, deployment);
          if (isOver(condition)) {
            return condition;
          }
        }
      }
    }
    return cluster.condition(namespace, deployment);
  }

  private static boolean isOver(Optional<WorkloadCondition> condition) {
    return condition.isEmpty() || condition.get().settled() || condition.get().failed();
  }
}
