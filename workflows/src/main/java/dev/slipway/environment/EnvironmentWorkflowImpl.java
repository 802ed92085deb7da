package dev.slipway.environment;

import dev.slipway.cluster.SyncReport;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.environment.EnvironmentDecision.EndHold;
import dev.slipway.environment.EnvironmentDecision.Grant;
import dev.slipway.environment.EnvironmentDecision.ReadHead;
import dev.slipway.environment.EnvironmentDecision.Reconcile;
import dev.slipway.environment.EnvironmentDecision.Refuse;
import dev.slipway.environment.EnvironmentDecision.Rest;
import dev.slipway.environment.EnvironmentDecision.Restore;
import dev.slipway.environment.EnvironmentDecision.SettleRollout;
import dev.slipway.environment.EnvironmentDecision.SettleUnchanged;
import dev.slipway.environment.EnvironmentDecision.StartRollout;
import dev.slipway.environment.EnvironmentDecision.Supersede;
import dev.slipway.environment.EnvironmentDecision.SyncHead;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.RenderedState;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutResult;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * See {@link EnvironmentWorkflow}. Does, one after another, what {@link EnvironmentPlanner}
 * decides.
 */
public final class EnvironmentWorkflowImpl implements EnvironmentWorkflow {

  /** However quiet the watches are, everything is looked at this often. */
  private static final Duration RESYNC = Duration.ofMinutes(10);

  /**
   * Keeps a history short enough to be replayed in a moment; the server suggests the same much
   * later.
   */
  private static final int EVENTS_PER_RUN = 2_000;

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private boolean nudged;
  private Optional<Waiting> waiting = Optional.empty();

  @WorkflowInit
  public EnvironmentWorkflowImpl(EnvironmentState state) {
    key = state.key();
    ledger = new EnvironmentLedger(state);
    port = new EnvironmentPort(key);
  }

  @Override
  public void run(EnvironmentState ignored) {
    port.bind();
    lookAfterRollout();
    while (true) {
      EnvironmentDecision decision = EnvironmentPlanner.next(ledger.snapshot());
      act(decision);
      if (decision instanceof Rest) {
        rest();
      }
      if (isTimeToContinue()) {
        continueAsNew();
      }
    }
  }

  private void act(EnvironmentDecision decision) {
    switch (decision) {
      case ReadHead() -> ledger.read(port.head(workload()));
      case SyncHead(ConfigHead head) -> syncHead(head);
      case StartRollout(ConfigHead head) -> startRollout(head);
      case SettleRollout(ActiveRollout rollout, RolloutResult result) -> settle(rollout, result);
      case SettleUnchanged(ConfigHead head) ->
          tell(ledger.promoted(head, "live has this revision already", now()));
      case Restore(ConfigHead head, Quarantined because) ->
          restore(head, "its content is quarantined: " + because.reason());
      case EndHold() -> {
        ledger.endHold();
        ledger.liveMayHaveChanged();
      }
      case Reconcile(String commit, boolean lent) ->
          ledger.synced(
              port.sync(
                  commit,
                  lent ? Optional.of(WorkflowIds.rollout(key)) : Optional.empty(),
                  workload()),
              now());
      case Grant(Candidacy to) -> {
        ledger.granted(to);
        answer(to.release(), new SlotAnswer.Granted(key.environment(), stableRevision()));
      }
      case Supersede(Candidacy older, String by) -> {
        ledger.leave(older.release());
        answer(older.release(), new SlotAnswer.Superseded(key.environment(), by));
      }
      case Refuse(Candidacy candidacy, String reason) -> {
        ledger.leave(candidacy.release());
        answer(candidacy.release(), new SlotAnswer.Refused(key.environment(), reason));
      }
      case Rest() -> show();
    }
  }

  /**
   * The first revision, or a change that touches no pod: there is nothing to compare, so it goes
   * live at once.
   */
  private void syncHead(ConfigHead head) {
    SyncReport report = port.sync(head.state().commit(), Optional.empty(), workload());
    ledger.synced(report, now());
    boolean first = ledger.snapshot().stable().isEmpty();
    switch (report.health()) {
      case HEALTHY ->
          tell(
              ledger.promoted(
                  head,
                  first ? "the first version here: live and ready" : "synced: no pod changed",
                  now()));
      case PROGRESSING, DEGRADED, MISSING, UNKNOWN -> {
        String reason = "not healthy after the sync: " + report.reason();
        if (first) {
          tell(ledger.neverHealthy(head, reason, now()));
        } else {
          ledger.quarantine(head, reason, now());
          restore(head, reason);
        }
      }
    }
  }

  private void startRollout(ConfigHead head) {
    StableRevision stable = ledger.snapshot().stable().orElseThrow();
    RenderedState state = head.state();
    RevisionRef candidate = new RevisionRef(state.commit(), state.revision(), state.artifact());
    String cause = ledger.bringer().map(Candidacy::release).orElse(head.cause().author());
    RolloutInput input =
        new RolloutInput(
            port.target(workload()),
            stable.ref(),
            candidate,
            plan().rollout(),
            cause,
            ledger.nextAttempt(candidate.revision()));
    ledger.started(new ActiveRollout(input, ledger.bringer().map(Candidacy::release), head, now()));
    RolloutWorkflow rollout =
        Workflow.newChildWorkflowStub(
            RolloutWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.rollout(key))
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder()
                        .set(SlipwaySearchAttributes.SERVICE, key.service())
                        .set(SlipwaySearchAttributes.ENVIRONMENT, key.environment())
                        .build())
                .setStaticSummary("rollout of " + cause + " in " + key.environment())
                .build());
    Async.function(rollout::run, input);
    Workflow.getWorkflowExecution(rollout).get();
  }

  /**
   * A rollout that ended while nobody listened (it was terminated, or its signal was lost) must not
   * be waited for.
   */
  private void lookAfterRollout() {
    Optional<ActiveRollout> active = ledger.snapshot().rollout();
    if (active.isEmpty() || ledger.snapshot().rolloutResult().isPresent()) {
      return;
    }
    if (!port.isRunning(WorkflowIds.rollout(key)) && ledger.snapshot().rolloutResult().isEmpty()) {
      String candidate = active.get().input().candidate().revision();
      ledger.ended(
          new RolloutResult(
              RolloutResult.Outcome.ROLLED_BACK,
              candidate,
              "its rollout ended without a result",
              now()));
    }
  }

  private void settle(ActiveRollout rollout, RolloutResult result) {
    switch (result.outcome()) {
      case PROMOTED -> {
        EnvironmentOutcome outcome = ledger.promoted(rollout.head(), result.reason(), now());
        ledger.synced(
            port.sync(rollout.head().state().commit(), Optional.empty(), workload()), now());
        tell(outcome);
      }
      case ROLLED_BACK -> {
        ledger.quarantine(rollout.head(), result.reason(), now());
        ledger.synced(
            port.sync(rollout.input().stable().commit(), Optional.empty(), workload()), now());
        ConfigHead head = port.head(workload());
        if (isStillBad(rollout, head)) {
          restore(rollout.head(), result.reason());
        } else {
          tell(ledger.rolledBack(rollout.head(), Kind.ROLLED_BACK, result.reason(), now()));
        }
      }
    }
    ledger.headMayHaveMoved();
  }

  /**
   * A person may have moved the branch on meanwhile: if what is there now does not contain what
   * regressed, it comes next.
   */
  private static boolean isStillBad(ActiveRollout rollout, ConfigHead head) {
    RenderedState bad = rollout.head().state();
    boolean sameArtifact =
        bad.artifact().isPresent() && bad.artifact().equals(head.state().artifact());
    return bad.revision().equals(head.state().revision())
        || (sameArtifact && !bad.artifact().equals(rollout.input().stable().artifact()));
  }

  private void restore(ConfigHead bad, String reason) {
    Restoration restoration =
        port.restore(bad, ledger.snapshot().stable().orElseThrow(), reason, workload());
    switch (restoration) {
      case Restoration.Merged(String commit) -> {
        ledger.headMayHaveMoved();
        ledger.liveMayHaveChanged();
        tell(ledger.rolledBack(bad, Kind.ROLLED_BACK, reason, now()));
      }
      case Restoration.Refused refused -> {
        ledger.hold(
            new Held(
                refused.pullRequest(), refused.reason(), now(), now().plus(Duration.ofDays(7))));
        ledger.liveMayHaveChanged();
        tell(
            ledger.rolledBack(
                bad,
                Kind.HELD,
                reason + "; the branch is not restored yet: " + refused.reason(),
                now()));
      }
    }
  }

  private void rest() {
    nudged = false;
    boolean early = Workflow.await(RESYNC, () -> nudged);
    if (!early) {
      ledger.headMayHaveMoved();
      ledger.liveMayHaveChanged();
      lookAfterRollout();
      lookAfterHolder();
    }
  }

  /** A release that was terminated while it held the slot must not hold it for ever. */
  private void lookAfterHolder() {
    Optional<String> holder = ledger.snapshot().holder();
    if (holder.isPresent() && !port.isRunning("release/" + holder.get())) {
      ledger.leave(holder.get());
    }
  }

  private boolean isTimeToContinue() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        || Workflow.getInfo().getHistoryLength() > EVENTS_PER_RUN;
  }

  /** Handlers are drained first: what they changed is in the state that is carried over. */
  private void continueAsNew() {
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.newContinueAsNewStub(EnvironmentWorkflow.class).run(ledger.snapshot());
  }

  private void tell(EnvironmentOutcome outcome) {
    show();
    if (!outcome.release().isEmpty()) {
      toRelease(outcome.release(), release -> release.outcome(outcome));
    }
  }

  private void answer(String release, SlotAnswer answer) {
    toRelease(release, stub -> stub.slotAnswered(answer));
  }

  private void toRelease(String release, java.util.function.Consumer<ReleaseWorkflow> word) {
    ReleaseWorkflow stub =
        Workflow.newExternalWorkflowStub(ReleaseWorkflow.class, "release/" + release);
    if (!ExternalSignal.isDelivered(() -> word.accept(stub))) {
      ledger.leave(release);
    }
  }

  private String workload() {
    return ledger
        .bringer()
        .map(Candidacy::workload)
        .or(() -> ledger.snapshot().stable().map(StableRevision::workload))
        .orElseGet(port::workload);
  }

  private EnvironmentPlan plan() {
    return ledger
        .bringer()
        .map(Candidacy::plan)
        .or(() -> ledger.snapshot().stable().flatMap(StableRevision::plan))
        .orElseGet(() -> EnvironmentPlan.defaults(key.environment()));
  }

  private String stableRevision() {
    return ledger.snapshot().stable().map(stable -> stable.ref().revision()).orElse("");
  }

  private void show() {
    waiting = ledger.snapshot().held().map(this::waitingOf);
    Workflow.setCurrentDetails(EnvironmentDetails.markdown(status()));
  }

  private Waiting waitingOf(Held held) {
    String link = held.restoring().map(pr -> pr.ref().link()).orElse("a restoring change");
    return new Waiting(
        "HELD at the stable revision: " + held.reason(),
        held.since(),
        Optional.of(held.until()),
        "it stays held, and is reported as overdue",
        List.of("who may merge " + link),
        List.of("slipway environment sync " + key.environment() + " " + key.service()));
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  // What people and other workflows ask and order.

  @Override
  public EnvironmentStatus status() {
    return ledger.status(port.knownTarget(), waiting);
  }

  @Override
  public void candidacy(Candidacy candidacy) {
    port.learnWorkload(candidacy.workload());
    ledger.enter(candidacy);
    nudged = true;
  }

  @Override
  public void merged(MergedChange change) {
    Optional<EnvironmentOutcome> known = ledger.outcomeOf(change.release());
    if (known.isPresent()) {
      tell(known.get());
      return;
    }
    ledger.merged(change);
    nudged = true;
  }

  @Override
  public void slotReturned(SlotReturn back) {
    ledger.leave(back.release());
    nudged = true;
  }

  @Override
  public void headMoved(HeadMoved head) {
    ledger.headMayHaveMoved();
    nudged = true;
  }

  @Override
  public void liveChanged() {
    ledger.liveMayHaveChanged();
    nudged = true;
  }

  @Override
  public void rolloutEnded(RolloutResult result) {
    ledger.ended(result);
    nudged = true;
  }

  @Override
  public EnvironmentStatus sync(OperatorOrder order) {
    Optional<Instant> before = ledger.snapshot().syncedAt();
    ledger.headMayHaveMoved();
    ledger.liveMayHaveChanged();
    nudged = true;
    Workflow.await(Duration.ofMinutes(5), () -> !ledger.snapshot().syncedAt().equals(before));
    return status();
  }

  @Override
  public EnvironmentStatus adopt(OperatorOrder order) {
    ConfigHead head = port.head(workload());
    ledger.read(head);
    ledger.synced(port.sync(head.state().commit(), Optional.empty(), workload()), now());
    ledger.promoted(head, "adopted by " + order.by(), now());
    nudged = true;
    return status();
  }

  @Override
  public EnvironmentStatus diff() {
    ConfigHead head = port.head(workload());
    SyncReport found = port.compare(head.state().commit(), workload());
    return ledger.status(port.knownTarget(), waiting).withLastSync(found, now());
  }
}
