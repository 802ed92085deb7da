package dev.slipway.environment;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.environment.EnvironmentDecision.Rest;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.PullRequest;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RolloutResult;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.NamedWait;
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

  /** An order to sync is answered by then, done or not: the caller sees the state as it is. */
  private static final Duration BOUND_WITHIN = Duration.ofSeconds(10);

  private static final Duration SYNC_ANSWER = Duration.ofMinutes(5);

  private static final String DOUBTED = "an ordered sync looks after the rollout";

  private final EnvironmentKey key;
  private final EnvironmentLedger ledger;
  private final EnvironmentPort port;
  private final Lookout lookout;
  private final ReleaseMail mail;
  private final RolloutHandle rollouts;
  private final EnvironmentWording wording;
  private final EnvironmentActs acts;
  private final EnvironmentHooks hooks;
  private final Recollection recollection;
  private boolean recalled;
  private boolean nudged;
  private boolean rolloutInDoubt;
  private boolean continueNow;
  private Optional<Waiting> trouble = Optional.empty();

  @WorkflowInit
  public EnvironmentWorkflowImpl(EnvironmentState state) {
    key = state.key();
    ledger = new EnvironmentLedger(state);
    port = new EnvironmentPort(key);
    lookout = new Lookout(ledger, port);
    mail = new ReleaseMail(ledger);
    rollouts = new RolloutHandle(key, ledger, port, () -> nudged = true);
    recollection = new Recollection(key, ledger, port);
    wording = new EnvironmentWording(key);
    hooks = new EnvironmentHooks(ledger, port, this::show);
    acts = new EnvironmentActs(key, ledger, port, lookout, mail, rollouts, hooks);
  }

  @Override
  public void run(EnvironmentState ignored) {
    Workflow.upsertTypedSearchAttributes(
        SlipwaySearchAttributes.SERVICE.valueSet(key.service()),
        SlipwaySearchAttributes.ENVIRONMENT.valueSet(key.environment()));
    port.bind();
    while (!recalled) {
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
      trouble = Optional.empty();
    } catch (ActivityFailure | ChildWorkflowFailure e) {
      Instant since = trouble.map(Waiting::since).orElseGet(WorkflowClock::now);
      trouble = Optional.of(wording.trouble(what, e, since, now().plus(MENDING)));
      show();
      nudged = false;
      NamedWait.await(MENDING, "tries again: " + what, () -> nudged);
    }
  }

  /** Nothing is decided before: the branch's head may be what was being tried. */
  private void recall() {
    recollection.recall();
    recalled = true;
  }

  private void lookAfterDoubtfulRollout() {
    if (rolloutInDoubt) {
      rolloutInDoubt = false;
      doWithCare("look after the rollout", rollouts::lookAfter);
    }
  }

  private void act(EnvironmentDecision decision) {
    acts.carryOut(decision);
    show();
  }

  private void rest() {
    nudged = false;
    Optional<PullRequest> restoring = ledger.snapshot().held().flatMap(Held::restoring);
    if (restoring.isPresent()) {
      Optional<PullRequest> moved =
          port.awaitChange(restoring.get(), resync(), () -> nudged || continueNow);
      moved.ifPresent(ignored -> ledger.restoreMayBePossible());
      nudged |= moved.isPresent();
    } else {
      NamedWait.await(resync(), "resync", () -> nudged || continueNow);
    }
    if (!nudged && !continueNow) {
      ledger.headMayHaveMoved();
      ledger.liveMayHaveChanged();
      ledger.restoreMayBePossible();
      doWithCare("look after the rollout", rollouts::lookAfter);
      doWithCare("look after the slot's holder", this::lookAfterHolder);
    }
  }

  private Duration resync() {
    boolean well =
        ledger.snapshot().lastSync().stream().allMatch(sync -> sync.health() == Health.HEALTHY);
    return well ? RESYNC : UNWELL_RESYNC;
  }

  /** A release that was terminated while it held the slot must not hold it for ever. */
  private void lookAfterHolder() {
    Optional<String> holder = ledger.snapshot().holder();
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
        port.knownTarget(), ledger.snapshot().held().map(wording::held), trouble, hooks.waiting());
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
      mail.tell(known.get());
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

  /** A poll that begins anew looks at once: what it finds decides, not the word that came. */
  @Override
  public void pullRequestMoved() {
    nudged = true;
  }

  @Override
  public void rolloutEnded(RolloutResult result) {
    ledger.ended(result);
    nudged = true;
  }

  @Override
  public void continueAsNewNow() {
    continueNow = true;
  }

  /** A handler may come before the first step of the run has read the platform file. */
  private void awaitBound() {
    if (!Workflow.await(BOUND_WITHIN, port::isBound)) {
      throw FailureType.REFUSED.permanent(
          key + " is not bound in platform.yaml: ask the platform team to add it");
    }
  }

  /** What is adopted must not be what a rollout from before this environment's time tries. */
  private void awaitRecalled() {
    if (!Workflow.await(SYNC_ANSWER, () -> recalled)) {
      throw FailureType.REFUSED.permanent(
          key
              + " cannot find out yet whether something was being rolled out here"
              + trouble.map(what -> " (" + what.reason() + ")").orElse("")
              + ": try again when it can");
    }
  }

  @Override
  public EnvironmentStatus sync(OperatorOrder order) {
    awaitBound();
    Optional<Instant> before = ledger.snapshot().syncedAt();
    ledger.headMayHaveMoved();
    ledger.liveMayHaveChanged();
    ledger.restoreMayBePossible();
    ledger.healAll();
    rolloutInDoubt =
        Workflow.getVersion(DOUBTED, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    nudged = true;
    Workflow.await(
        SYNC_ANSWER, () -> !ledger.snapshot().syncedAt().equals(before) || trouble.isPresent());
    return status();
  }

  @Override
  public void validateAdopt(OperatorOrder order) {
    refuseToAdopt();
  }

  private void refuseToAdopt() {
    EnvironmentState state = ledger.snapshot();
    if (state.rollout().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "a rollout runs here: abort it or wait for its end before you adopt what is live");
    }
    if (state.held().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "the environment is held at its stable revision: merge the restoring change first");
    }
  }

  @Override
  public EnvironmentStatus adopt(OperatorOrder order) {
    awaitBound();
    awaitRecalled();
    refuseToAdopt();
    ConfigHead head = port.head(acts.workload());
    SyncReport report = port.adopt(head.state().commit(), acts.workload());
    if (report.health() != Health.HEALTHY) {
      throw FailureType.REFUSED.permanent(
          "what is live cannot be adopted as it is: " + report.reason());
    }
    lookout.adopted(head, report);
    if (!acts.stableRevision().equals(head.state().revision())) {
      // What is stable already keeps its release, its artifact and its plan.
      ledger.promoted(head, "adopted by " + order.by(), now());
    }
    nudged = true;
    return status();
  }

  @Override
  public EnvironmentStatus diff() {
    awaitBound();
    ConfigHead head = port.head(acts.workload());
    SyncReport found = port.compare(head.state().commit(), acts.workload());
    return status().withLastSync(found, now());
  }
}
