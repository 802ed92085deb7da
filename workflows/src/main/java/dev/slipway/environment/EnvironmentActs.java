package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.delivery.EnvironmentPlan;
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
import dev.slipway.rollout.RolloutResult;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/** Carries out what {@link EnvironmentPlanner} has decided: one act for each kind of decision. */
final class EnvironmentActs {

  /** A watch may see a merge before the release that merged has told of it. */
  private static final String CAUSE_BY_TRAILER = "the cause of a head is read from its trailer";

  /** A release was told that it was promoted when its change had been taken back meanwhile. */
  private static final String UNDONE_IS_NO_PROMOTION = "a change that was undone is not promoted";

  /** A first version that was not healthy may be brought again once the cause is mended. */
  private static final String TRIED_AGAIN = "what was never healthy is tried again";

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private final Lookout lookout;
  private final ReleaseMail mail;
  private final Settlement settlement;
  private final RolloutHandle rollouts;

  EnvironmentActs(
      EnvironmentKey key,
      EnvironmentLedger ledger,
      EnvironmentPort port,
      Lookout lookout,
      ReleaseMail mail,
      RolloutHandle rollouts,
      EnvironmentHooks hooks) {
    this.key = key;
    this.ledger = ledger;
    this.port = port;
    this.lookout = lookout;
    this.mail = mail;
    this.rollouts = rollouts;
    settlement = new Settlement(ledger, port, lookout, mail, hooks);
  }

  /** What can break comes first, so that an act that broke is simply done again. */
  void carryOut(EnvironmentDecision decision) {
    switch (decision) {
      case ReadHead() -> {
        // The platform's repository moves on, too: limits and places are taken as they are now.
        port.bind();
        ConfigHead head = lookout.head(workload());
        if (Workflow.getVersion(CAUSE_BY_TRAILER, Workflow.DEFAULT_VERSION, 1) == 1) {
          ledger.broughtBy(head.cause(), head.state().commit());
        }
        ledger.read(head, now());
        if (ledger.isBroughtAgain()
            && Workflow.getVersion(TRIED_AGAIN, Workflow.DEFAULT_VERSION, 1) == 1) {
          ledger.triesAgain();
        }
      }
      case SyncHead(ConfigHead head) -> settlement.syncHead(head, workload());
      case StartRollout(ConfigHead head) ->
          rollouts.start(head, ledger.stable().orElseThrow(), plan(), workload());
      case SettleRollout(ActiveRollout rollout, RolloutResult result) ->
          settlement.settle(rollout, result, workload());
      case SettleUnchanged(ConfigHead head) ->
          mail.tell(ledger.promoted(head, "live has this revision already", now()));
      case SettleUndone(ConfigHead head) -> mail.tell(undone(head));
      case Restore(ConfigHead head, Quarantined because) ->
          settlement.restore(head, "its content is quarantined: " + because.reason(), workload());
      case RetryRestore(ConfigHead head, Held held) ->
          settlement.retryRestore(head, held, workload());
      case EndHold() -> {
        ledger.hold().end();
        ledger.live().mayHaveChanged();
      }
      case Prune(PruneOrder order) ->
          ledger.live().prunes().carriedOut(order, lookout.prune(order, workload()), now());
      case Reconcile(String commit, boolean lent) ->
          lookout.reconcile(
              commit, lent ? Optional.of(WorkflowIds.rollout(key)) : Optional.empty(), workload());
      case Grant(Candidacy to) -> {
        ledger.granted(to);
        mail.answer(to.release(), new SlotAnswer.Granted(key.environment(), stableRevision()));
      }
      case Supersede(Candidacy older, String by) -> {
        ledger.leave(older.release());
        mail.answer(older.release(), new SlotAnswer.Superseded(key.environment(), by));
      }
      case Refuse(Candidacy candidacy, String reason) -> {
        ledger.leave(candidacy.release());
        mail.answer(candidacy.release(), new SlotAnswer.Refused(key.environment(), reason));
      }
      case Rest() -> {}
    }
  }

  private EnvironmentOutcome undone(ConfigHead head) {
    return Workflow.getVersion(UNDONE_IS_NO_PROMOTION, Workflow.DEFAULT_VERSION, 1) == 1
        ? ledger.undone(head, "what it brought is not on the production branch any more", now())
        : ledger.promoted(head, "live has this revision already", now());
  }

  /** The Deployment's name, as whoever brought what is to be live has told it. */
  String workload() {
    return ledger
        .bringer()
        .map(Candidacy::workload)
        .or(() -> ledger.stable().map(StableRevision::workload))
        .orElseGet(port::workload);
  }

  private EnvironmentPlan plan() {
    return ledger
        .bringer()
        .map(Candidacy::plan)
        .or(() -> ledger.stable().flatMap(StableRevision::plan))
        .orElseGet(() -> EnvironmentPlan.defaults(key.environment()));
  }

  String stableRevision() {
    return ledger.stable().map(stable -> stable.ref().revision()).orElse("");
  }
}
