package dev.slipway.environment;

import dev.slipway.gitops.ConfigHead;
import dev.slipway.rollout.RolloutResult;

/** What an environment does next. */
public sealed interface EnvironmentDecision {

  /** The branch may have moved: read it. */
  record ReadHead() implements EnvironmentDecision {}

  /**
   * Nothing is stable yet, or the change touches no pod: make live equal to the head, which is then
   * stable.
   */
  record SyncHead(ConfigHead head) implements EnvironmentDecision {}

  /** Bring the head's revision in by a rollout. */
  record StartRollout(ConfigHead head) implements EnvironmentDecision {}

  /** A rollout has ended: promote its candidate, or quarantine it and restore the branch. */
  record SettleRollout(ActiveRollout rollout, RolloutResult result)
      implements EnvironmentDecision {}

  /** The head is what is stable already: whoever waits for it has what was asked for. */
  record SettleUnchanged(ConfigHead head) implements EnvironmentDecision {}

  /** What the slot's holder has merged is not on the branch any more, which is at stable. */
  record SettleUndone(ConfigHead head) implements EnvironmentDecision {}

  /** A person has confirmed that objects that left Git are deleted, beyond the budget. */
  record Prune(PruneOrder order) implements EnvironmentDecision {}

  /** The head is quarantined: bring the branch back to stable. */
  record Restore(ConfigHead head, Quarantined because) implements EnvironmentDecision {}

  /** The restoring change was refused; what refused it may have been mended: try it again. */
  record RetryRestore(ConfigHead head, Held held) implements EnvironmentDecision {}

  /** The branch is restored: the hold is over. */
  record EndHold() implements EnvironmentDecision {}

  /** Make live equal to what is desired now, without a change of version. */
  record Reconcile(String commit, boolean lent) implements EnvironmentDecision {}

  record Grant(Candidacy to) implements EnvironmentDecision {}

  record Supersede(Candidacy older, String by) implements EnvironmentDecision {}

  record Refuse(Candidacy candidacy, String reason) implements EnvironmentDecision {}

  /** Nothing to do until something happens. */
  record Rest() implements EnvironmentDecision {}
}
