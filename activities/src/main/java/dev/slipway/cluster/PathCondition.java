package dev.slipway.cluster;

import java.util.Optional;

/**
 * How the workloads of a path are, the worst of them.
 *
 * @param serving each Deployment has a ready pod
 * @param complete all that was planned has been carried out
 * @param reason the sentence a person needs when not HEALTHY, else empty
 */
record PathCondition(Health health, boolean serving, boolean complete, String reason) {

  static final PathCondition GOOD = new PathCondition(Health.HEALTHY, true, true, "");

  /** One Deployment's; missing where it is not there. */
  static PathCondition of(String id, Optional<WorkloadCondition> found) {
    return found
        .map(
            condition ->
                new PathCondition(
                    condition.health(),
                    condition.ready() > 0,
                    true,
                    condition.settled() ? "" : id + ": " + condition.sentence()))
        .orElseGet(() -> new PathCondition(Health.MISSING, false, true, id + " is not there"));
  }

  /** Something that was planned has not been done: it is tried again as a whole. */
  PathCondition incomplete(String why, Health as) {
    return new PathCondition(as, serving, false, why);
  }

  boolean isHealthy() {
    return health == Health.HEALTHY;
  }

  PathCondition and(PathCondition other) {
    PathCondition worse = other.health.compareTo(health) > 0 ? other : this;
    return new PathCondition(
        worse.health, serving && other.serving, complete && other.complete, worse.reason);
  }
}
