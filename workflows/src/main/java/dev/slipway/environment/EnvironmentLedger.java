package dev.slipway.environment;

import dev.slipway.cluster.Target;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.gitops.CommitCause;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.RenderedState;
import dev.slipway.hook.Hook;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.temporal.WorkflowIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an environment knows and how it changes: the facts that the planner decides on. Knows
 * nothing of Temporal; every instant is handed in.
 */
final class EnvironmentLedger {

  private final EnvironmentKey key;
  private @Nullable StableRevision stable;
  private @Nullable ConfigHead head;
  private boolean headUnread;
  private final SlotQueue slot;
  private @Nullable String headBrings;
  private @Nullable String failed;
  private final TrialLedger trial;
  private final Chronicle past;
  private final LiveLedger live;
  private final HoldLedger hold;

  EnvironmentLedger(EnvironmentState state) {
    key = state.key();
    stable = state.stable().orElse(null);
    head = state.head().orElse(null);
    headUnread = state.headUnread();
    slot = new SlotQueue(state);
    headBrings = state.headBrings().orElse(null);
    failed = state.failed().orElse(null);
    trial = new TrialLedger(state);
    past = new Chronicle(state);
    live = new LiveLedger(state, past);
    hold = new HoldLedger(state);
  }

  EnvironmentState snapshot() {
    return new EnvironmentState(
        key,
        Optional.ofNullable(stable),
        Optional.ofNullable(head),
        headUnread,
        live.isUnchecked(),
        slot.candidates(),
        slot.holder(),
        slot.merged(),
        Optional.ofNullable(headBrings),
        trial.active(),
        trial.result(),
        hold.held(),
        hold.isToBeRestoredAgain(),
        Optional.ofNullable(failed),
        trial.attempts(),
        live.lastSync(),
        live.syncedAt(),
        past.history(),
        past.quarantine(),
        past.drift(),
        past.earlier(),
        live.contests(),
        live.prunes().state());
  }

  EnvironmentStatus status(
      Optional<Target> target,
      Optional<Waiting> waiting,
      Optional<Waiting> trouble,
      Optional<Waiting> hook) {
    return new EnvironmentStatus(
        key,
        target,
        Optional.ofNullable(stable),
        head == null ? "" : head.state().commit(),
        slot.holder(),
        slot.waiting(),
        trial.active().map(active -> WorkflowIds.rollout(key)),
        waiting,
        trouble,
        live.lastSync(),
        live.syncedAt(),
        past.history(),
        past.quarantine(),
        past.drift(),
        past.earlier(),
        hook,
        live.fights(key),
        live.prunes().waiting(key),
        live.prunes().past());
  }

  /** What is known of what is live. */
  LiveLedger live() {
    return live;
  }

  /** Whether it is held at its stable revision. */
  HoldLedger hold() {
    return hold;
  }

  Optional<StableRevision> stable() {
    return Optional.ofNullable(stable);
  }

  /** What is being rolled out. */
  TrialLedger trial() {
    return trial;
  }

  /** The release that has the slot. */
  Optional<String> holder() {
    return slot.holder();
  }

  // What is told from outside.

  /** A release announces itself or asks for the slot; asking again changes nothing. */
  void enter(Candidacy candidacy) {
    slot.enter(candidacy);
  }

  /** A release is gone or gives its place back; without a merge nothing has happened here. */
  void leave(String release) {
    slot.leave(release);
  }

  /**
   * The holder's workflow is gone. What it merged, if it did, is rolled out all the same: it is on
   * the branch.
   */
  void abandoned(String release) {
    slot.end(release);
    headUnread = true;
  }

  /**
   * A release's change is on the branch. Usually the release holds the slot; where a person merged
   * its pull request, it did not, and takes what became of that commit as its own outcome.
   */
  void merged(MergedChange change) {
    if (!trial.isBroughtBy(change)) {
      slot.takeIfFree(change.release());
    }
    slot.merged(change);
    headUnread = true;
  }

  /** The branch itself tells that the slot's holder has merged, before the holder does. */
  void broughtBy(CommitCause cause, String commit) {
    cause
        .release()
        .filter(release -> slot.merged().isEmpty() && slot.holder().equals(Optional.of(release)))
        .ifPresent(release -> slot.merged(new MergedChange(release, commit)));
  }

  void headMayHaveMoved() {
    headUnread = true;
  }

  // What was found out or done.

  /** Whatever is told from now on is news to the look that begins. */
  void looksAtHead() {
    headUnread = false;
  }

  void read(ConfigHead now, Instant at) {
    head = now;
    live.prunes().read(now.state().revision(), at);
    headBrings = slot.merged().isEmpty() ? null : slot.holder().orElse(null);
    // The override was for what its release brings, in whatever words the path renders to.
    if (bringer().filter(Candidacy::overrideQuarantine).isPresent()) {
      past.lift(quarantined -> quarantined.revision().equals(now.state().revision()));
    }
  }

  void granted(Candidacy to) {
    slot.grant(to.release());
    if (to.overrideQuarantine()) {
      past.lift(quarantined -> quarantined.artifact().equals(Optional.of(to.artifact())));
    }
  }

  /**
   * The Jobs that are to be run for what is about to go live. A revision that was stable here has
   * had its own: going back to it runs none again.
   */
  List<Hook> hooksOf(RenderedState state) {
    return past.wasStable(state.revision()) ? List.of() : state.hooks();
  }

  /** What the environment before this one knew. */
  void remember(EnvironmentMemory memory) {
    stable = memory.stable().orElse(null);
    trial.remember(memory.attempts());
    past.remember(memory);
    live.prunes().remember(memory.prunes());
  }

  /**
   * What was stable, and what is tried, from before this environment began anew.
   *
   * @param candidacy of the release whose merge is tried: it holds the slot, as it did
   */
  void recall(StableRevision proven, ActiveRollout active, Optional<Candidacy> candidacy) {
    stable = proven;
    trial.resumed(active);
    candidacy.ifPresent(
        holder -> {
          slot.enter(holder);
          slot.grant(holder.release());
          slot.merged(new MergedChange(holder.release(), active.input().candidate().commit()));
          headBrings = holder.release();
        });
  }

  /** The head is live and proven; who brought it is told by the commit's trailer. */
  EnvironmentOutcome promoted(ConfigHead now, String reason, Instant at) {
    RenderedState state = now.state();
    Optional<StableRevision> before = stable();
    before.filter(was -> !was.ref().revision().equals(state.revision())).ifPresent(past::add);
    Optional<Candidacy> bringer = bringer();
    stable =
        new StableRevision(
            new RevisionRef(state.commit(), state.revision(), state.artifact()),
            state.podRevision(),
            bringer.map(Candidacy::number).or(() -> before.map(StableRevision::number)).orElse(0L),
            bringer.map(Candidacy::release).orElse(""),
            bringer
                .map(Candidacy::workload)
                .or(() -> before.map(StableRevision::workload))
                .orElseGet(key::service),
            bringer.map(Candidacy::declared).or(() -> before.flatMap(StableRevision::plan)),
            at);
    failed = null;
    trial.proven(state.revision());
    return settle(now, Kind.PROMOTED, reason, at);
  }

  /** Traffic is on stable; the candidate may not come back here without an override. */
  void quarantine(ConfigHead bad, String reason, Instant at) {
    RenderedState state = bad.state();
    boolean sameArtifact = stable != null && stable.ref().artifact().equals(state.artifact());
    past.add(
        new Quarantined(
            state.revision(), sameArtifact ? Optional.empty() : state.artifact(), reason, at));
  }

  EnvironmentOutcome neverHealthy(ConfigHead bad, String reason, Instant at) {
    failed = bad.state().revision();
    return settle(bad, Kind.FAILED, reason, at);
  }

  /** A release has merged once more what was tried as the first version and never got healthy. */
  boolean isBroughtAgain() {
    return stable == null
        && headBrings != null
        && head != null
        && head.state().revision().equals(failed);
  }

  void triesAgain() {
    failed = null;
  }

  /** What the slot's holder has merged was taken back meanwhile; what is there is stable. */
  EnvironmentOutcome undone(ConfigHead now, String reason, Instant at) {
    return settle(now, slot.holder().orElse(""), Kind.ROLLED_BACK, reason, at);
  }

  /** What was tried has come to its end. */
  EnvironmentOutcome settle(ConfigHead now, Kind kind, String reason, Instant at) {
    return settle(now, bringer().map(Candidacy::release).orElse(""), kind, reason, at);
  }

  private EnvironmentOutcome settle(
      ConfigHead now, String release, Kind kind, String reason, Instant at) {
    EnvironmentOutcome outcome =
        new EnvironmentOutcome(
            key.environment(),
            release,
            now.state().revision(),
            now.state().commit(),
            kind,
            reason,
            at);
    past.add(outcome);
    trial.settled();
    if (slot.end(outcome.release())) {
      headBrings = null;
    }
    return outcome;
  }

  /**
   * The release whose merge is in what is being settled; empty for a person's own commit. Not
   * simply the holder: it may merge while a person's commit, which came just before, is still being
   * rolled out.
   */
  Optional<Candidacy> bringer() {
    Optional<ActiveRollout> active = trial.active();
    return slot.candidate(active.isEmpty() ? headBrings : active.get().release().orElse(null));
  }

  /** The last outcome of a release's change here: for one that missed the answer and asks again. */
  Optional<EnvironmentOutcome> outcomeOf(String release) {
    return past.outcomeOf(release);
  }
}
