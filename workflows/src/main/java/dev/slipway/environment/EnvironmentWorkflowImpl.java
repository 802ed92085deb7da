package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentDecision.Rest;
import dev.slipway.gitops.PullRequest;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RolloutResult;
import dev.slipway.temporal.NamedWait;
import dev.slipway.temporal.Resync;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.WorkflowClock;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * See {@link EnvironmentWorkflow}. Does, one after another, what {@link EnvironmentPlanner}
 * decides.
 */
public final class EnvironmentWorkflowImpl implements EnvironmentWorkflow {

  /** However quiet the watches are, everything is looked at this often. */
  private static final Duration RESYNC = Duration.ofMinutes(10);

  /** What is not well may be mended where no watch looks: a namespace comes back, a quota grows. */
  private static final Duration UNWELL_RESYNC = Duration.ofMinutes(1);

  /**
   * A broken act was retried by its activity's policy already: it is done again this much later.
   */
  private static final Duration MENDING = Duration.ofSeconds(30);

  /**
   * Keeps a history short enough to be replayed in a moment; the server suggests the same much
   * later.
   */
  private static final int EVENTS_PER_RUN = 2_000;

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private final Attention attention = new Attention();
  private final ReleaseMail mail;
  private final RolloutHandle rollouts;
  private final EnvironmentWording wording;
  private final EnvironmentActs acts;
  private final EnvironmentHooks hooks;
  private final Recollection recollection;
  private final OperatorDesk desk;
  private final Resync resync = new Resync();
  private boolean continueNow;

  @WorkflowInit
  public EnvironmentWorkflowImpl(EnvironmentState state) {
    key = state.key();
    ledger = new EnvironmentLedger(state);
    port = new EnvironmentPort(key, ledger.live().prunes()::budget);
    Lookout lookout = new Lookout(ledger, port);
    mail = new ReleaseMail(ledger);
    rollouts = new RolloutHandle(key, ledger, port, attention::nudge);
    recollection = new Recollection(key, ledger, port);
    wording = new EnvironmentWording(key);
    hooks = new EnvironmentHooks(ledger, port, this::show);
    acts = new EnvironmentActs(key, ledger, port, lookout, mail, rollouts, hooks);
    desk = new OperatorDesk(key, ledger, port, lookout, acts, attention);
  }

  @Override
  public void run(EnvironmentState ignored) {
    Workflow.upsertTypedSearchAttributes(
        SlipwaySearchAttributes.SERVICE.valueSet(key.service()),
        SlipwaySearchAttributes.ENVIRONMENT.valueSet(key.environment()));
    port.bind();
    while (!attention.hasRecalled()) {
      doWithCare("recall the last rollout", this::recall);
    }
    doWithCare("look after the rollout", rollouts::lookAfter);
    while (true) {
      lookAfterDoubtfulRollout();
      EnvironmentDecision decision = EnvironmentPlanner.next(ledger.snapshot());
      if (decision instanceof Rest) {
        show();
        rest();
      } else {
        doWithCare(decision.getClass().getSimpleName(), () -> act(decision));
      }
      if (isTimeToContinue()) {
        continueAsNew();
      }
    }
  }

  /**
   * An entity outlives what it works with: a forge or a cluster that is away for longer than the
   * activity's policy is patient is said, and the act is decided and done again.
   */
  private void doWithCare(String what, Runnable act) {
    try {
      act.run();
      attention.isWell();
    } catch (ActivityFailure | ChildWorkflowFailure e) {
      Instant since = attention.trouble().map(Waiting::since).orElseGet(WorkflowClock::now);
      attention.troubledBy(wording.trouble(what, e, since, now().plus(MENDING)));
      show();
      attention.rest();
      NamedWait.await(MENDING, "tries again: " + what, attention::isNudged);
    }
  }

  /** Nothing is decided before: the branch's head may be what was being tried. */
  private void recall() {
    recollection.recall();
    attention.recalled();
  }

  private void lookAfterDoubtfulRollout() {
    if (attention.takeDoubt()) {
      doWithCare("look after the rollout", rollouts::lookAfter);
    }
  }

  private void act(EnvironmentDecision decision) {
    acts.carryOut(decision);
    show();
  }

  private void rest() {
    attention.rest();
    Duration left = resync.left(interval());
    if (left.isPositive()) {
      rest(left);
    }
    if (!isWanted()) {
      resync.begins();
      ledger.headMayHaveMoved();
      ledger.live().mayHaveChanged();
      ledger.hold().restoreMayBePossible();
      doWithCare("look after the rollout", rollouts::lookAfter);
      doWithCare("look after the slot's holder", this::lookAfterHolder);
    }
  }

  private void rest(Duration limit) {
    Optional<PullRequest> restoring = ledger.hold().held().flatMap(Held::restoring);
    if (restoring.isEmpty()) {
      NamedWait.await(limit, "resync", this::isWanted);
      return;
    }
    Optional<PullRequest> moved = port.awaitChange(restoring.get(), limit, this::isWanted);
    if (moved.isPresent()) {
      ledger.hold().restoreMayBePossible();
      attention.nudge();
    }
  }

  private boolean isWanted() {
    return attention.isNudged() || continueNow;
  }

  private Duration interval() {
    boolean well =
        ledger.live().lastSync().stream().allMatch(sync -> sync.health() == Health.HEALTHY);
    return well ? RESYNC : UNWELL_RESYNC;
  }

  /** A release that was terminated while it held the slot must not hold it for ever. */
  private void lookAfterHolder() {
    Optional<String> holder = ledger.holder();
    if (holder.isPresent() && !port.isRunning(WorkflowIds.release(holder.get()))) {
      ledger.abandoned(holder.get());
    }
  }

  private boolean isTimeToContinue() {
    return continueNow
        || Workflow.getInfo().isContinueAsNewSuggested()
        || Workflow.getInfo().getHistoryLength() > EVENTS_PER_RUN;
  }

  /** Handlers are drained first: what they changed is in the state that is carried over. */
  private void continueAsNew() {
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.newContinueAsNewStub(EnvironmentWorkflow.class).run(ledger.snapshot());
  }

  private void show() {
    Workflow.setCurrentDetails(EnvironmentDetails.markdown(status()));
  }

  // What people and other workflows ask and order.

  @Override
  public EnvironmentStatus status() {
    return ledger.status(
        port.knownTarget(),
        ledger.hold().held().map(wording::held),
        attention.trouble(),
        hooks.waiting());
  }

  @Override
  public void candidacy(Candidacy candidacy) {
    port.learnWorkload(candidacy.workload());
    ledger.enter(candidacy);
    attention.nudge();
  }

  @Override
  public void merged(MergedChange change) {
    Optional<EnvironmentOutcome> known = ledger.outcomeOf(change.release());
    if (known.isPresent()) {
      mail.tell(known.get());
      return;
    }
    ledger.merged(change);
    attention.nudge();
  }

  @Override
  public void slotReturned(SlotReturn back) {
    ledger.leave(back.release());
    attention.nudge();
  }

  @Override
  public void headMoved(HeadMoved head) {
    ledger.headMayHaveMoved();
    attention.nudge();
  }

  @Override
  public void liveChanged() {
    ledger.live().mayHaveChanged();
    attention.nudge();
  }

  /** A poll that begins anew looks at once: what it finds decides, not the word that came. */
  @Override
  public void pullRequestMoved() {
    attention.nudge();
  }

  @Override
  public void rolloutEnded(RolloutResult result) {
    ledger.trial().ended(result);
    attention.nudge();
  }

  @Override
  public void continueAsNewNow() {
    continueNow = true;
  }

  @Override
  public EnvironmentStatus sync(OperatorOrder order) {
    desk.sync();
    return status();
  }

  @Override
  public void validateAdopt(OperatorOrder order) {
    desk.refuseToAdopt();
  }

  @Override
  public EnvironmentStatus adopt(OperatorOrder order) {
    desk.adopt(order);
    return status();
  }

  @Override
  public EnvironmentStatus diff() {
    SyncReport found = desk.compare();
    return status().withLastSync(found, now());
  }

  @Override
  public void validatePrune(PruneOrder order) {
    desk.refuseToPrune(order);
  }

  @Override
  public EnvironmentStatus prune(PruneOrder order) {
    desk.prune(order);
    return status();
  }
}
