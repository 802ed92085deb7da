package dev.slipway.release;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildActivities;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.TestOrder;
import dev.slipway.build.TestResult;
import dev.slipway.build.TestSuiteSummary;
import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.TestSuite;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.environment.StableRevision;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.release.ReleaseInput.RollbackTarget;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.service.ServiceWorkflow;
import dev.slipway.source.SourceActivities;
import dev.slipway.source.SourceOrder;
import dev.slipway.source.SourceReading;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** See {@link ReleaseWorkflow}. */
public final class ReleaseWorkflowImpl implements ReleaseWorkflow {

  private static final Logger LOG = Workflow.getLogger(ReleaseWorkflowImpl.class);

  private final ReleaseInput input;
  private final ReleaseProgress progress;
  private final ReleaseInbox inbox = new ReleaseInbox();
  private final ReleaseRuntime runtime;
  private final BindingCheck bindings;
  private @Nullable Passage passage;

  @WorkflowInit
  public ReleaseWorkflowImpl(ReleaseInput input) {
    this.input = input;
    progress = new ReleaseProgress(input, ReleaseRuntime.now());
    runtime = new ReleaseRuntime(input, progress, inbox);
    bindings = new BindingCheck(input.key().service(), input.rollback().isPresent());
  }

  private Optional<CommitProgress> commitStatus = Optional.empty();

  @Override
  public ReleaseResult run(ReleaseInput ignored) {
    ReleaseResult end;
    try {
      end = deliver();
    } catch (ReleaseStopped stopped) {
      end =
          new ReleaseResult(
              stopped.outcome(), progress.environment(), stopped.reason(), ReleaseRuntime.now());
      withdraw(stopped.reason());
    } catch (CanceledFailure cancelled) {
      // Temporal's own cancel is the emergency exit: nothing of the release is left behind.
      Workflow.newDetachedCancellationScope(() -> finish(Outcome.ABORTED, "cancelled in Temporal"))
          .run();
      throw cancelled;
    }
    end(end);
    return end;
  }

  private void finish(Outcome outcome, String reason) {
    withdraw(reason);
    end(new ReleaseResult(outcome, progress.environment(), reason, ReleaseRuntime.now()));
  }

  private void withdraw(String reason) {
    if (passage != null) {
      passage.withdraw(reason);
    }
  }

  private void end(ReleaseResult end) {
    commitStatus.ifPresent(status -> status.ends(runtime, end));
    progress.end(end);
    runtime.show();
    Workflow.upsertTypedSearchAttributes(SlipwaySearchAttributes.PHASE.valueSet("ended"));
    tellService(service -> service.releaseEnded(input.key().toString()));
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private ReleaseResult deliver() {
    ServiceBinding binding = bindings.now();
    Optional<RollbackTarget> rollback = input.rollback();
    return rollback.isPresent() ? goBack(binding, rollback.get()) : goForward(binding);
  }

  private ReleaseResult goForward(ServiceBinding binding) {
    SourceReading reading = read(binding);
    Delivery delivery =
        reading
            .delivery()
            .orElseThrow(() -> failed("delivery file: " + String.join("; ", reading.problems())));
    List<String> violations = ReleasePolicy.violations(delivery, binding);
    if (!violations.isEmpty()) {
      throw failed(String.join("; ", violations));
    }
    declareSteps(delivery);
    commitStatus = CommitProgress.of(binding, reading.commit(), input.key());
    commitStatus.ifPresent(status -> status.begins(runtime));
    Artifact artifact = build(binding, reading, delivery);
    test(binding, reading, delivery, artifact);
    tellBuilt();
    Cargo cargo = new Cargo.NewArtifact(artifact, reading.commit());
    for (EnvironmentPlan plan : delivery.environments()) {
      Optional<ReleaseResult> end =
          pass(ReleasePolicy.passport(plan, binding, delivery.workload(), cargo));
      if (end.isPresent()) {
        return end.get();
      }
    }
    return new ReleaseResult(
        Outcome.PROMOTED, "", "promoted in " + names(delivery), ReleaseRuntime.now());
  }

  /** A release without a build: the environment's earlier revision, by the same path. */
  private ReleaseResult goBack(ServiceBinding binding, RollbackTarget rollback) {
    EnvironmentKey key = new EnvironmentKey(rollback.environment(), input.key().service());
    if (binding.environment(key.environment()).isEmpty()) {
      throw failed(
          "environment '" + key.environment() + "' is not bound for this service in platform.yaml");
    }
    EntityActivities entities =
        Workflow.newActivityStub(
            EntityActivities.class, ActivityPolicies.exchange("earlier revisions of " + key));
    List<StableRevision> earlier =
        runtime.run("find revision", () -> entities.earlierRevisions(key));
    StableRevision target =
        earlier.stream()
            .filter(
                stable ->
                    rollback.revision().isEmpty()
                        || stable.ref().revision().startsWith(rollback.revision().get()))
            .findFirst()
            .orElseThrow(
                () ->
                    failed(
                        "there is no earlier revision"
                            + rollback.revision().map(wanted -> " " + wanted).orElse("")
                            + " of "
                            + key
                            + ": see slipway environment history "
                            + key.environment()
                            + " "
                            + key.service()));
    progress.log().pass("find revision", target.ref().revision(), ReleaseRuntime.now());
    tellBuilt();
    EnvironmentPlan plan =
        ReleasePolicy.expedited(
            target.plan().orElseGet(() -> EnvironmentPlan.defaults(key.environment())));
    Cargo cargo = new Cargo.EarlierRevision(target.ref());
    return pass(ReleasePolicy.passport(plan, binding, target.workload(), cargo))
        .orElseGet(
            () ->
                new ReleaseResult(
                    Outcome.PROMOTED,
                    key.environment(),
                    "back at " + target.ref().revision(),
                    ReleaseRuntime.now()));
  }

  private Optional<ReleaseResult> pass(Passage.Passport passport) {
    passage = new Passage(runtime, bindings, passport);
    return passage.run();
  }

  private SourceReading read(ServiceBinding binding) {
    SourceActivities source =
        Workflow.newActivityStub(
            SourceActivities.class, ActivityPolicies.exchange("commit and delivery file"));
    SourceOrder order =
        new SourceOrder(
            binding.source().repository(), input.key().commit(), binding.source().deliveryFile());
    SourceReading reading = runtime.run("read commit", () -> source.read(order));
    progress.commit(reading.subject(), binding.team());
    progress.log().pass("read commit", reading.subject(), ReleaseRuntime.now());
    Workflow.upsertTypedSearchAttributes(SlipwaySearchAttributes.TEAM.valueSet(binding.team()));
    return reading;
  }

  private void declareSteps(Delivery delivery) {
    progress.log().expect("build");
    delivery.tests().forEach(suite -> progress.log().expect("test " + suite.name()));
    for (EnvironmentPlan plan : delivery.environments()) {
      for (String step :
          List.of(
              "gates",
              "change",
              "pull request",
              "approval",
              "slot",
              "recheck",
              "merge",
              "rollout")) {
        if (!step.equals("approval") || plan.mode() == dev.slipway.delivery.Mode.DELIVERY) {
          progress.log().expect(plan.name() + ": " + step);
        }
      }
    }
  }

  private Artifact build(ServiceBinding binding, SourceReading reading, Delivery delivery) {
    runtime.enter(Phase.BUILDING);
    BuildOrder order =
        new BuildOrder(
            input.key().toString(),
            input.key().service(),
            binding.source().repository(),
            reading.commit(),
            delivery.build());
    BuildResult result =
        delivery.build().isElsewhere()
            ? new ExternalBuild(runtime, order).await()
            : buildHere(order);
    progress.log().refer("build", result.log());
    return switch (result) {
      case BuildResult.Built built -> {
        progress.built(built.artifact());
        progress.log().pass("build", built.artifact().reference(), ReleaseRuntime.now());
        yield built.artifact();
      }
      case BuildResult.NotBuilt not -> {
        progress.log().fail("build", not.reason() + "\n" + not.lastLines(), ReleaseRuntime.now());
        throw failed("build: " + not.reason());
      }
    };
  }

  private BuildResult buildHere(BuildOrder order) {
    BuildActivities builds =
        Workflow.newActivityStub(
            BuildActivities.class, ActivityPolicies.build("build", order.spec().timeout()));
    return runtime.run("build", () -> builds.artifact(order));
  }

  private void test(
      ServiceBinding binding, SourceReading reading, Delivery delivery, Artifact artifact) {
    runtime.enter(Phase.TESTING);
    for (TestSuite suite : delivery.tests()) {
      String step = "test " + suite.name();
      BuildActivities tests =
          Workflow.newActivityStub(
              BuildActivities.class, ActivityPolicies.build(step, suite.timeout()));
      TestOrder order =
          new TestOrder(
              input.key().toString(),
              input.key().service(),
              binding.source().repository(),
              reading.commit(),
              suite,
              artifact);
      TestResult result = runtime.run(step, () -> tests.test(order));
      progress.log().refer(step, result.log());
      if (!result.passed()) {
        progress
            .log()
            .fail(
                step,
                TestSuiteSummary.of(result) + "\n" + result.lastLines(),
                ReleaseRuntime.now());
        throw failed(step + ": " + result.reason());
      }
      progress.log().pass(step, TestSuiteSummary.of(result), ReleaseRuntime.now());
    }
  }

  /** Another build may begin: nothing here waits for that word to arrive. */
  private void tellBuilt() {
    Async.procedure(() -> tellService(service -> service.releaseBuilt(input.key().toString())));
  }

  private void tellService(java.util.function.Consumer<ServiceWorkflow> word) {
    ServiceWorkflow service =
        Workflow.newExternalWorkflowStub(
            ServiceWorkflow.class, WorkflowIds.service(input.key().service()));
    // A release that was started by hand may have no service entity to tell.
    ExternalSignal.isDelivered(() -> word.accept(service));
  }

  private static ReleaseStopped failed(String reason) {
    return new ReleaseStopped(Outcome.FAILED, reason);
  }

  private static String names(Delivery delivery) {
    return String.join(", ", delivery.environments().stream().map(EnvironmentPlan::name).toList());
  }

  // What people and other workflows ask and order.

  @Override
  public ReleaseStatus status() {
    return progress.status();
  }

  @Override
  public void validateApprove(Decision decision) {
    refuseUndecidable(decision);
  }

  @Override
  public String approve(Decision decision) {
    openGate().approve(decision, ReleaseRuntime.now(), "cli");
    return openGate().isApproved()
        ? "approved"
        : "approved; " + openGate().missing() + " more needed";
  }

  @Override
  public void validateReject(Decision decision) {
    refuseUndecidable(decision);
    if (decision.reason().isBlank()) {
      throw FailureType.REFUSED.permanent("say why it is rejected: --reason \"…\"");
    }
  }

  @Override
  public String reject(Decision decision) {
    openGate().reject(decision, ReleaseRuntime.now(), "cli");
    return "rejected";
  }

  @Override
  public void validateAbort(OperatorOrder order) {
    if (progress.result().isPresent()) {
      throw FailureType.REFUSED.permanent(
          "the release has ended: to go back after promotion, use slipway rollback "
              + input.key().service()
              + " ENVIRONMENT");
    }
  }

  @Override
  public String abort(OperatorOrder order) {
    inbox.abort(order);
    return progress.phase() == Phase.ROLLING_OUT ? "it rolls back" : "it ends";
  }

  @Override
  public void validateRetry(OperatorOrder order) {
    boolean waits = progress.phase() == Phase.PARKED || progress.phase() == Phase.MERGING;
    if (!waits) {
      throw FailureType.REFUSED.permanent(
          "only a broken step can be retried, and none is: see slipway release explain "
              + input.key());
    }
  }

  @Override
  public String retry(OperatorOrder order) {
    inbox.retry(order);
    return "it tries again";
  }

  @Override
  public void approveSignal(Decision decision) {
    ifAllowed(
        () -> validateApprove(decision),
        () -> openGate().approve(decision, ReleaseRuntime.now(), "web-ui"));
  }

  @Override
  public void rejectSignal(Decision decision) {
    ifAllowed(
        () -> validateReject(decision),
        () -> openGate().reject(decision, ReleaseRuntime.now(), "web-ui"));
  }

  @Override
  public void abortSignal(OperatorOrder order) {
    ifAllowed(() -> validateAbort(order), () -> inbox.abort(order));
  }

  @Override
  public void retrySignal(OperatorOrder order) {
    ifAllowed(() -> validateRetry(order), () -> inbox.retry(order));
  }

  @Override
  public void pullRequestMoved() {
    inbox.nudge();
  }

  @Override
  public void slotAnswered(SlotAnswer answer) {
    inbox.slot(answer);
  }

  @Override
  public void outcome(EnvironmentOutcome outcome) {
    inbox.outcome(outcome);
  }

  private Optional<ApprovalGate> gate() {
    return passage == null ? Optional.empty() : passage.gate();
  }

  private ApprovalGate openGate() {
    return gate()
        .orElseThrow(
            () ->
                FailureType.REFUSED.permanent("the release does not wait for a decision any more"));
  }

  private void refuseUndecidable(Decision decision) {
    ApprovalGate gate =
        gate()
            .orElseThrow(
                () ->
                    FailureType.REFUSED.permanent(
                        "the release does not wait for a decision now: see slipway release explain "
                            + input.key()));
    Optional<String> objection = gate.objection(decision);
    if (objection.isPresent()) {
      throw FailureType.REFUSED.permanent(objection.get());
    }
  }

  /** A signal has no answer: what an update would refuse is logged and changes nothing. */
  private static void ifAllowed(Runnable validation, Runnable action) {
    try {
      validation.run();
    } catch (TemporalFailure e) {
      LOG.warn("a signal was ignored: {}", e.getMessage());
      return;
    }
    action.run();
  }
}
