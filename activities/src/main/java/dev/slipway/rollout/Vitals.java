package dev.slipway.rollout;

import dev.slipway.cluster.WorkloadCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the pods of a new version carry what they are given, seen over time. */
final class Vitals {

  /** A pod may be moved to another node meanwhile; one that crashes again and again may not. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String version;
  private @Nullable Instant shortSince;

  /**
   * @param version as people call it: {@code the canary}
   */
  Vitals(String version) {
    this.version = version;
  }

  /** Why it must not serve any longer; empty when it may. */
  Optional<String> trouble(Optional<WorkloadCondition> condition, Instant now) {
    if (condition.isEmpty()) {
      return Optional.of("the Deployment of " + version + " is gone");
    }
    WorkloadCondition pods = condition.get();
    if (pods.ready() >= pods.wanted()) {
      shortSince = null;
      return Optional.empty();
    }
    if (shortSince == null) {
      shortSince = now;
    }
    boolean given = now.isBefore(shortSince.plus(GRACE));
    return pods.ready() > 0 && !pods.failed() && given
        ? Optional.empty()
        : Optional.of(version + " is not healthy: " + pods.sentence());
  }
}
