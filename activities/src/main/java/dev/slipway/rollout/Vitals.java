package dev.slipway.rollout;

import dev.slipway.cluster.WorkloadCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the canary's pods carry their weight, seen over time. */
final class Vitals {

  /**
   * A pod may be moved to another node meanwhile; a canary that crashes again and again may not.
   */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private @Nullable Instant shortSince;

  /** Why the canary must not have its weight any longer; empty when it may. */
  Optional<String> trouble(Optional<WorkloadCondition> condition, Instant now) {
    if (condition.isEmpty()) {
      return Optional.of("the canary's Deployment is gone");
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
        : Optional.of("the canary is not healthy: " + pods.sentence());
  }
}
