package dev.slipway.observation;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.rollout.RevisionRef;
import java.time.Instant;

/**
 * What the record of a rollout is about: enough to take its decisions again.
 *
 * @param cause the release, or the author of a person's own commit
 * @param plan by which it was judged
 * @param attempt from 1; retries share the bound on false rollbacks
 * @param since when the canary got its first traffic: what {@code t} counts from
 */
public record RecordedRollout(
    Target target,
    RevisionRef stable,
    RevisionRef candidate,
    String cause,
    RolloutPlan plan,
    int attempt,
    Instant since) {

  /** Under which it is kept. */
  public RecordKey key() {
    return RecordKey.of(target.key(), cause, candidate);
  }
}
