package dev.slipway.cluster;

/**
 * How one live object is.
 *
 * @param serving it has a ready pod; true of what has no pods
 * @param failed it will not get better by itself
 * @param reason the sentence a person needs when it is not HEALTHY, without the object's name; else
 *     empty
 */
public record ObjectCondition(Health health, boolean serving, boolean failed, String reason) {

  /** One of which nothing is to be said. */
  public static final ObjectCondition HEALTHY =
      new ObjectCondition(Health.HEALTHY, true, false, "");

  /** It may get there. */
  public static ObjectCondition progressing(String reason) {
    return new ObjectCondition(Health.PROGRESSING, true, false, reason);
  }

  /** It is not as it should be, and something else has to change first. */
  public static ObjectCondition degraded(String reason) {
    return new ObjectCondition(Health.DEGRADED, true, false, reason);
  }

  /** As {@link #degraded}, and waiting is of no use. */
  public static ObjectCondition failed(String reason) {
    return new ObjectCondition(Health.DEGRADED, true, true, reason);
  }

  /** A workload's. */
  public static ObjectCondition of(WorkloadCondition pods) {
    return new ObjectCondition(
        pods.health(), pods.ready() > 0, pods.failed(), pods.settled() ? "" : pods.sentence());
  }

  /** Whether looking again can tell something else. */
  boolean isOpen() {
    return health != Health.HEALTHY && !failed;
  }
}
