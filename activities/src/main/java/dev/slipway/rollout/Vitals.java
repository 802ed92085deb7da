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
  private int replacements;
  private boolean replaced;

  /**
   * @param version as people call it: {@code the canary}
   */
  Vitals(String version) {
    this.version = version;
  }

  /** Whether a pod that was missing has just been replaced, by one that is cold. */
  boolean areReplaced() {
    return replaced;
  }

  /** Why it must not serve any longer; empty when it may. */
  Optional<String> trouble(Optional<WorkloadCondition> condition, Instant now) {
    if (condition.isEmpty()) {
      return Optional.of("the Deployment of " + version + " is gone");
    }
    WorkloadCondition pods = condition.get();
    replaced = false;
    if (pods.ready() >= pods.wanted()) {
      // Each pod may be moved once: one that comes and goes is no reason to look away for ever.
      replaced = shortSince != null && replacements++ < pods.wanted();
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
