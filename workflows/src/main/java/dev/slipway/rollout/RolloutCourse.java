package dev.slipway.rollout;

/** One of the ways by which a revision is brought in. */
interface RolloutCourse {

  /**
   * Until the candidate is stable, or all traffic is back on stable.
   *
   * @throws io.temporal.failure.ActivityFailure when no retry can mend it: {@link #rollBack} is
   *     then due
   */
  RolloutResult bringIn();

  /** Takes all traffic back to stable, from any point. */
  RolloutResult rollBack(String reason);
}
