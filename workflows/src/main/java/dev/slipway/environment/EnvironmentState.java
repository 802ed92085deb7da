package dev.slipway.environment;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentStatus.DriftEvent;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.rollout.RolloutResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an environment remembers; carried over when it continues as new.
 *
 * @param head the production branch as it was read last
 * @param headUnread something said that the branch moved
 * @param liveUnchecked something said that live may differ
 * @param candidates releases that announced themselves or wait for the slot, in order of arrival
 * @param holder release that has the slot
 * @param merged the commit that the holder merged
 * @param headBrings release whose merge is in the head; empty for a person's own commit
 * @param rolloutResult of the active rollout, not yet settled
 * @param restoreAgain what refused the restoring merge may have been mended: try it again
 * @param failed revision that never became healthy and has nothing to go back to: not tried again
 *     by itself
 * @param attempts rollouts so far by candidate revision: retries share the bound on false rollbacks
 * @param history newest first, at most 50
 * @param quarantine newest first, at most 100
 * @param drift newest first, at most 20
 * @param contests fields that were healed, and objects that were made anew, a short while ago, at
 *     most 50
 * @param prunes what left Git and waits for a person, and what people have ordered about it
 */
public record EnvironmentState(
    EnvironmentKey key,
    Optional<StableRevision> stable,
    Optional<ConfigHead> head,
    boolean headUnread,
    boolean liveUnchecked,
    List<Candidacy> candidates,
    Optional<String> holder,
    Optional<String> merged,
    Optional<String> headBrings,
    Optional<ActiveRollout> rollout,
    Optional<RolloutResult> rolloutResult,
    Optional<Held> held,
    boolean restoreAgain,
    Optional<String> failed,
    Map<String, Integer> attempts,
    Optional<SyncReport> lastSync,
    Optional<Instant> syncedAt,
    List<EnvironmentOutcome> history,
    List<Quarantined> quarantine,
    List<DriftEvent> drift,
    List<StableRevision> earlier,
    List<Contest> contests,
    PruneState prunes) {

  @JsonCreator
  public EnvironmentState {
    // Those of older workers know of none.
    contests = contests == null ? List.of() : List.copyOf(contests);
    prunes = prunes == null ? PruneState.NONE : prunes;
    candidates = List.copyOf(candidates);
    attempts = Map.copyOf(attempts);
    history = List.copyOf(history);
    quarantine = List.copyOf(quarantine);
    drift = List.copyOf(drift);
    earlier = List.copyOf(earlier);
  }

  /** Whether nothing was ever read, done or tried here, as far as is known. */
  boolean isFresh() {
    return stable.isEmpty() && head.isEmpty() && rollout.isEmpty() && history.isEmpty();
  }

  /** An environment that knows nothing yet. */
  public static EnvironmentState fresh(EnvironmentKey key) {
    return new EnvironmentState(
        key,
        Optional.empty(),
        Optional.empty(),
        true,
        true,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        PruneState.NONE);
  }
}
