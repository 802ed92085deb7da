package dev.slipway.cluster;

/**
 * How the objects of a path are, the worst of them.
 *
 * @param serving each workload has a ready pod
 * @param complete all that was planned has been carried out
 * @param reason the sentence a person needs when not HEALTHY, else empty
 */
record PathCondition(Health health, boolean serving, boolean complete, String reason) {

  static final PathCondition GOOD = new PathCondition(Health.HEALTHY, true, true, "");

  /** One object's. */
  static PathCondition of(String id, ObjectCondition found) {
    return new PathCondition(
        found.health(),
        found.serving(),
        true,
        found.health() == Health.HEALTHY ? "" : id + ": " + found.reason());
  }

  /** That of a workload which is not there. */
  static PathCondition missing(String id) {
    return new PathCondition(Health.MISSING, false, true, id + " is not there");
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
