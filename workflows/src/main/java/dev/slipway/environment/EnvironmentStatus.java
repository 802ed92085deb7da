package dev.slipway.environment;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.Target;
import dev.slipway.release.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The whole state of a service in an environment.
 *
 * @param head the production branch's commit that was seen last
 * @param holder release that has the slot
 * @param queue releases that wait for it, in order
 * @param rollout id of the running rollout
 * @param held present while desired state is the stable revision although the branch says otherwise
 * @param trouble present while something is broken that keeps it from doing its work: it tries
 *     again by itself
 * @param lastSync what the last sync found
 * @param history outcomes, newest first, at most 50
 * @param drift last drift events, newest first, at most 20
 * @param earlier revisions that were stable before, newest first, at most 20
 * @param hook present while it waits for a Job of a change that needs no rollout
 * @param contests fields that somebody sets, and objects that somebody deletes again and again, and
 *     that are left as they are
 * @param unpruned present while objects that left Git wait for a person, as they are more than the
 *     prune budget lets go
 * @param prunes what became of the orders to delete such objects, newest first, at most 10
 */
public record EnvironmentStatus(
    EnvironmentKey key,
    Optional<Target> target,
    Optional<StableRevision> stable,
    String head,
    Optional<String> holder,
    List<String> queue,
    Optional<String> rollout,
    Optional<Waiting> held,
    Optional<Waiting> trouble,
    Optional<SyncReport> lastSync,
    Optional<Instant> syncedAt,
    List<EnvironmentOutcome> history,
    List<Quarantined> quarantine,
    List<DriftEvent> drift,
    List<StableRevision> earlier,
    Optional<Waiting> hook,
    List<Waiting> contests,
    Optional<Waiting> unpruned,
    List<PruneRecord> prunes) {

  @JsonCreator
  public EnvironmentStatus {
    queue = List.copyOf(queue);
    history = List.copyOf(history);
    quarantine = List.copyOf(quarantine);
    drift = List.copyOf(drift);
    earlier = List.copyOf(earlier);
    // Older workers know of none.
    contests = contests == null ? List.of() : List.copyOf(contests);
    unpruned = unpruned == null ? Optional.empty() : unpruned;
    prunes = prunes == null ? List.of() : List.copyOf(prunes);
  }

  /**
   * What a rollback can go back to: the {@link #earlier} revisions, newest first, and behind them
   * those that are quarantined.
   */
  public List<StableRevision> waysBack() {
    return earlier.stream().sorted(Comparator.comparing(this::isQuarantined)).toList();
  }

  private boolean isQuarantined(StableRevision one) {
    return quarantine.stream()
        .anyMatch(bad -> bad.concerns(one.ref().revision(), one.ref().artifact()));
  }

  /** The same with what a comparison has just found. */
  EnvironmentStatus withLastSync(SyncReport found, Instant at) {
    return new EnvironmentStatus(
        key,
        target,
        stable,
        head,
        holder,
        queue,
        rollout,
        held,
        trouble,
        Optional.of(found),
        Optional.of(at),
        history,
        quarantine,
        drift,
        earlier,
        hook,
        contests,
        unpruned,
        prunes);
  }

  /** Fields that were found changed, and whether they were healed. */
  public record DriftEvent(Instant at, List<String> fields, boolean healed) {

    public DriftEvent {
      fields = List.copyOf(fields);
    }
  }
}
