package dev.slipway.release;

import static dev.slipway.temporal.WorkflowClock.now;

import dev.slipway.build.Artifact;
import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.SlotAnswer;
import dev.slipway.environment.StableRevision;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.release.ReleaseInput.RollbackTarget;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.service.ServiceWorkflow;
import dev.slipway.source.SourceReading;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.ExternalSignal;
import dev.slipway.temporal.SignalledOrder;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** See {@link ReleaseWorkflow}. */
public final class ReleaseWorkflowImpl implements ReleaseWorkflow {

  /** By which a decision came: shown with the approval. */
  private static final String BY_UPDATE = "cli";

  private static final String BY_SIGNAL = "web-ui";

  private final ReleaseInput input;
  private final ReleaseProgress progress;
  private final ReleaseInbox inbox = new ReleaseInbox();
  private final ReleaseRuntime runtime;
  private final ReleaseOrders orders;
  private final BindingCheck bindings;
  private Optional<CommitProgress> commitStatus = Optional.empty();
  private @Nullable Passage passage;

  @WorkflowInit
  public ReleaseWorkflowImpl(ReleaseInput input) {
    this.input = input;
    progress = new ReleaseProgress(input, now());
    runtime = new ReleaseRuntime(input, progress, inbox);
    orders = new ReleaseOrders(input.key(), progress, inbox, this::gate);
    bindings = new BindingCheck(input.key().service(), input.rollback().isPresent());
  }

  @Override
  public ReleaseResult run(ReleaseInput ignored) {
    ReleaseResult end;
    try {
      end = deliver();
    } catch (ReleaseStopped stopped) {
      end = new ReleaseResult(stopped.outcome(), progress.environment(), stopped.reason(), now());
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
    end(new ReleaseResult(outcome, progress.environment(), reason, now()));
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
    Integration integration = new Integration(runtime, binding);
    SourceReading reading = integration.read();
    Delivery delivery =
        reading
            .delivery()
            .orElseThrow(() -> failed("delivery file: " + String.join("; ", reading.problems())));
    List<String> violations = ReleasePolicy.violations(delivery, binding);
    if (!violations.isEmpty()) {
      throw failed(String.join("; ", violations));
    }
    progress.expect(delivery);
    commitStatus = CommitProgress.of(binding, reading.commit(), input.key());
    commitStatus.ifPresent(status -> status.begins(runtime));
    Artifact artifact = integration.build(reading, delivery);
    show("is built; its tests run");
    integration.test(reading, delivery, artifact);
    tellBuilt();
    Cargo cargo = new Cargo.NewArtifact(artifact, reading.commit());
    for (EnvironmentPlan plan : delivery.environments()) {
      Optional<ReleaseResult> end =
          pass(ReleasePolicy.passport(plan, binding, delivery.workload(), cargo));
      if (end.isPresent()) {
        return end.get();
      }
    }
    return new ReleaseResult(Outcome.PROMOTED, "", "promoted in " + names(delivery), now());
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
    progress.log().pass("find revision", target.ref().revision(), now());
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
                    now()));
  }

  private Optional<ReleaseResult> pass(Passport passport) {
    passage = new Passage(runtime, bindings, passport, this::show);
    return passage.run();
  }

  private void show(String what) {
    commitStatus.ifPresent(status -> status.reaches(runtime, what));
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
    orders.refuseUnapprovable(decision);
  }

  @Override
  public String approve(Decision decision) {
    return orders.approve(decision, BY_UPDATE);
  }

  @Override
  public void validateReject(Decision decision) {
    orders.refuseUnrejectable(decision);
  }

  @Override
  public String reject(Decision decision) {
    return orders.reject(decision, BY_UPDATE);
  }

  @Override
  public void validateAbort(OperatorOrder order) {
    orders.refuseUnabortable();
  }

  @Override
  public String abort(OperatorOrder order) {
    return orders.abort(order);
  }

  @Override
  public void validateRetry(OperatorOrder order) {
    orders.refuseUnretryable();
  }

  @Override
  public String retry(OperatorOrder order) {
    return orders.retry(order);
  }

  @Override
  public void approveSignal(Decision decision) {
    SignalledOrder.ifAllowed(
        () -> validateApprove(decision), () -> orders.approve(decision, BY_SIGNAL));
  }

  @Override
  public void rejectSignal(Decision decision) {
    SignalledOrder.ifAllowed(
        () -> validateReject(decision), () -> orders.reject(decision, BY_SIGNAL));
  }

  @Override
  public void abortSignal(OperatorOrder order) {
    SignalledOrder.ifAllowed(() -> validateAbort(order), () -> abort(order));
  }

  @Override
  public void retrySignal(OperatorOrder order) {
    SignalledOrder.ifAllowed(() -> validateRetry(order), () -> retry(order));
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
}
