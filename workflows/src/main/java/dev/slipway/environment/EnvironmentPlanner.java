package dev.slipway.environment;

import dev.slipway.delivery.SlotPolicy;
import dev.slipway.environment.EnvironmentDecision.EndHold;
import dev.slipway.environment.EnvironmentDecision.Grant;
import dev.slipway.environment.EnvironmentDecision.Prune;
import dev.slipway.environment.EnvironmentDecision.ReadHead;
import dev.slipway.environment.EnvironmentDecision.Reconcile;
import dev.slipway.environment.EnvironmentDecision.Refuse;
import dev.slipway.environment.EnvironmentDecision.Rest;
import dev.slipway.environment.EnvironmentDecision.Restore;
import dev.slipway.environment.EnvironmentDecision.RetryRestore;
import dev.slipway.environment.EnvironmentDecision.SettleRollout;
import dev.slipway.environment.EnvironmentDecision.SettleUnchanged;
import dev.slipway.environment.EnvironmentDecision.SettleUndone;
import dev.slipway.environment.EnvironmentDecision.StartRollout;
import dev.slipway.environment.EnvironmentDecision.Supersede;
import dev.slipway.environment.EnvironmentDecision.SyncHead;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.RenderedState;
import dev.slipway.temporal.UtcTime;
import java.util.Comparator;
import java.util.Optional;

/**
 * Decides what an environment does next, from what it knows. Pure: no clock, no Temporal, no
 * effect.
 *
 * <p>The order is the safety: an ended rollout is settled before anything else is looked at, a
 * running one keeps everything but drift waiting, a hold keeps everything but its own end waiting,
 * and the slot is granted only when the branch's head is proven: so no second change can be merged
 * onto an unproven one.
 */
public final class EnvironmentPlanner {

  private EnvironmentPlanner() {}

  public static EnvironmentDecision next(EnvironmentState state) {
    if (state.rollout().isPresent() && state.rolloutResult().isPresent()) {
      return new SettleRollout(state.rollout().get(), state.rolloutResult().get());
    }
    if (state.headUnread() || state.head().isEmpty()) {
      return new ReadHead();
    }
    if (state.rollout().isPresent()) {
      return state.liveUnchecked()
          ? new Reconcile(state.rollout().get().input().stable().commit(), true)
          : new Rest();
    }
    ConfigHead head = state.head().get();
    return state.stable().isEmpty()
        ? beforeTheFirst(state, head)
        : withStable(state, state.stable().get(), head);
  }

  /**
   * Whether the head is what live is proven to be, so that a further change may be merged onto it.
   */
  public static boolean isProven(EnvironmentState state) {
    return state.head().isPresent()
        && !state.headUnread()
        && state.rollout().isEmpty()
        && state.held().isEmpty()
        && (state.stable().isEmpty()
            ? !isFirstToTry(state, state.head().get())
            : isStable(state.stable().get(), state.head().get().state()));
  }

  private static EnvironmentDecision beforeTheFirst(EnvironmentState state, ConfigHead head) {
    if (isFirstToTry(state, head)) {
      return new SyncHead(head);
    }
    return slot(state);
  }

  /**
   * A path whose workload names no artifact by digest yet has nothing to run: it waits for its
   * first release.
   */
  private static boolean isFirstToTry(EnvironmentState state, ConfigHead head) {
    return head.state().artifact().isPresent()
        && !state.failed().equals(Optional.of(head.state().revision()));
  }

  private static EnvironmentDecision withStable(
      EnvironmentState state, StableRevision stable, ConfigHead head) {
    if (isStable(stable, head.state())) {
      return atRest(state, head);
    }
    if (state.held().isPresent() && state.restoreAgain()) {
      return new RetryRestore(head, state.held().get());
    }
    if (state.held().isPresent()) {
      return state.liveUnchecked() ? new Reconcile(stable.ref().commit(), false) : new Rest();
    }
    Optional<Quarantined> quarantined = quarantineOf(state, head.state());
    if (quarantined.isPresent()) {
      return new Restore(head, quarantined.get());
    }
    return head.state().podRevision().equals(stable.podRevision())
        ? new SyncHead(head)
        : new StartRollout(head);
  }

  private static EnvironmentDecision atRest(EnvironmentState state, ConfigHead head) {
    if (state.held().isPresent()) {
      return new EndHold();
    }
    if (state.merged().isPresent()) {
      return bringsWhatIsThere(state, head) ? new SettleUnchanged(head) : new SettleUndone(head);
    }
    if (state.prunes().confirmed().isPresent()) {
      return new Prune(state.prunes().confirmed().get());
    }
    if (state.liveUnchecked()) {
      return new Reconcile(head.state().commit(), false);
    }
    return slot(state);
  }

  /** The branch may have been restored since the slot's holder has merged. */
  private static boolean bringsWhatIsThere(EnvironmentState state, ConfigHead head) {
    String there = head.state().artifact().orElseGet(head.state()::revision);
    return state.candidates().stream()
        .filter(candidacy -> state.holder().equals(Optional.of(candidacy.release())))
        .anyMatch(candidacy -> candidacy.artifact().equals(there));
  }

  private static EnvironmentDecision slot(EnvironmentState state) {
    for (Candidacy candidacy : state.candidates()) {
      if (state.holder().equals(Optional.of(candidacy.release()))) {
        continue;
      }
      Optional<EnvironmentDecision> no = objection(state, candidacy);
      if (no.isPresent()) {
        return no.get();
      }
    }
    if (state.holder().isPresent()) {
      return new Rest();
    }
    return state.candidates().stream()
        .filter(Candidacy::ready)
        .min(Comparator.comparingLong(Candidacy::number))
        .<EnvironmentDecision>map(Grant::new)
        .orElseGet(Rest::new);
  }

  private static Optional<EnvironmentDecision> objection(
      EnvironmentState state, Candidacy candidacy) {
    Optional<Candidacy> newer =
        state.candidates().stream()
            .filter(
                other -> other.policy() == SlotPolicy.NEWEST && other.number() > candidacy.number())
            .max(Comparator.comparingLong(Candidacy::number));
    if (newer.isPresent() && !candidacy.rollback()) {
      return Optional.of(new Supersede(candidacy, newer.get().release()));
    }
    if (!candidacy.rollback()
        && state.stable().isPresent()
        && candidacy.number() < state.stable().get().number()) {
      return Optional.of(
          new Refuse(
              candidacy,
              "a newer release, " + state.stable().get().release() + ", is stable here already"));
    }
    if (!candidacy.overrideQuarantine()) {
      return state.quarantine().stream()
          .filter(quarantined -> quarantined.artifact().equals(Optional.of(candidacy.artifact())))
          .findFirst()
          .map(
              quarantined ->
                  new Refuse(
                      candidacy,
                      "its artifact is quarantined here since "
                          + UtcTime.of(quarantined.since())
                          + " ("
                          + quarantined.reason()
                          + "); to release it all the same, start the release with --override-quarantine REASON"));
    }
    return Optional.empty();
  }

  private static boolean isStable(StableRevision stable, RenderedState head) {
    return stable.ref().revision().equals(head.revision());
  }

  private static Optional<Quarantined> quarantineOf(EnvironmentState state, RenderedState head) {
    return state.quarantine().stream()
        .filter(quarantined -> quarantined.concerns(head.revision(), head.artifact()))
        .findFirst();
  }
}
