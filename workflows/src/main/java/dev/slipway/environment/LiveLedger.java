package dev.slipway.environment;

import dev.slipway.cluster.SyncReport;
import dev.slipway.release.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an environment knows of what is live: what the last sync found, over what somebody fights
 * with it, and what waits to be deleted. Knows nothing of Temporal; every instant is handed in.
 */
final class LiveLedger {

  private final Chronicle past;
  private final Contests contests;
  private final Prunes prunes;
  private boolean unchecked;
  private @Nullable SyncReport lastSync;
  private @Nullable Instant syncedAt;

  LiveLedger(EnvironmentState state, Chronicle past) {
    this.past = past;
    contests = new Contests(state.contests());
    prunes = new Prunes(state.prunes());
    unchecked = state.liveUnchecked();
    lastSync = state.lastSync().orElse(null);
    syncedAt = state.syncedAt().orElse(null);
  }

  boolean isUnchecked() {
    return unchecked;
  }

  Optional<SyncReport> lastSync() {
    return Optional.ofNullable(lastSync);
  }

  Optional<Instant> syncedAt() {
    return Optional.ofNullable(syncedAt);
  }

  Prunes prunes() {
    return prunes;
  }

  List<Contest> contests() {
    return contests.all();
  }

  /** Fights in which healing has stopped, for people. */
  List<Waiting> fights(EnvironmentKey key) {
    return contests.stopped().stream().flatMap(one -> one.waiting(key).stream()).toList();
  }

  void mayHaveChanged() {
    unchecked = true;
  }

  /** Whatever is told from now on is news to the look that begins. */
  void look() {
    unchecked = false;
  }

  void found(SyncReport report, Instant at) {
    List<String> remade = isAtRevisionOf(report) ? report.created() : List.of();
    lastSync = report;
    syncedAt = at;
    contests.synced(report, remade, at);
    prunes.synced(report, at);
    past.drifted(report, remade, at);
  }

  /**
   * Then what was not there had been: the sync before this one has made it, if not an older one.
   */
  private boolean isAtRevisionOf(SyncReport report) {
    return lastSync != null && lastSync.state().revision().equals(report.state().revision());
  }

  /** The fields and objects that a sync at this time leaves as somebody else wants them. */
  List<String> leftAt(Instant now) {
    return contests.leftAt(now);
  }

  /** A person orders that everything is healed. */
  void healAll() {
    contests.forget();
  }
}
