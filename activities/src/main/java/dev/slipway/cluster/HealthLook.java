package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.time.Instant;

/** Looks at live objects until they are as they should be, or it is plain that they will not be. */
public final class HealthLook {

  /** Annotation, with the value {@code ignore}: how the object is, is no matter of Slipway's. */
  static final String HEALTH = "slipway.dev/health";

  /** For pods, where the object names no deadline itself. */
  private static final Duration FOR_PODS = Duration.ofMinutes(10);

  /** For what controllers answer soon: an address, a volume, a certificate. */
  private static final Duration FOR_OTHERS = Duration.ofMinutes(1);

  /** A controller says that a deadline is over only when it has ended what was under way. */
  private static final Duration UNTIL_IT_IS_SAID = Duration.ofSeconds(30);

  static final ObjectCondition GONE =
      new ObjectCondition(Health.MISSING, false, true, "is not there");

  private final Cluster cluster;
  private final Pulse pulse;
  private final String namespace;

  public HealthLook(Cluster cluster, Pulse pulse, String namespace) {
    this.cluster = cluster;
    this.pulse = pulse;
    this.namespace = namespace;
  }

  /** How it is. */
  ObjectCondition now(Manifest live) {
    boolean ignored =
        live.json().path("metadata").path("annotations").path(HEALTH).asText("").equals("ignore");
    return ignored ? ObjectCondition.HEALTHY : cluster.condition(namespace, live);
  }

  /**
   * How it is once that is settled, else when the time is over; an object has a time of its own,
   * too: the deadline that it names itself, ten minutes for pods, one for all else.
   */
  public ObjectCondition await(Manifest live, Instant deadline) {
    ObjectCondition found = now(live);
    return found.isOpen()
        ? new ObjectWait(cluster, pulse)
            .until(
                namespace,
                live.id(),
                left(live, deadline),
                null,
                () -> cluster.get(namespace, live.kind(), live.name()).map(this::now).orElse(GONE),
                later -> !later.isOpen())
        : found;
  }

  /** How long is left to wait for it. */
  Duration left(Manifest live, Instant deadline) {
    Duration left = Duration.between(pulse.now(), deadline);
    Duration own = patience(live);
    return own.compareTo(left) < 0 ? own : left;
  }

  private static Duration patience(Manifest object) {
    String field =
        switch (object.kind()) {
          case "Deployment", "Rollout" -> "progressDeadlineSeconds";
          case "Job" -> "activeDeadlineSeconds";
          default -> "";
        };
    long seconds = object.json().path("spec").path(field).asLong(0);
    if (seconds > 0) {
      return Duration.ofSeconds(seconds).plus(UNTIL_IT_IS_SAID);
    }
    return ApplyOrder.isWorkload(object) || object.kind().equals("Job") ? FOR_PODS : FOR_OTHERS;
  }
}
