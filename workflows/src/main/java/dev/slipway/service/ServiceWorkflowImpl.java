package dev.slipway.service;

import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.HeadMoved;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.PlatformActivities;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.source.SourceActivities;
import dev.slipway.source.SourceOrder;
import dev.slipway.temporal.ActivityPolicies;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.NamedWait;
import dev.slipway.temporal.Resync;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** See {@link ServiceWorkflow}. The only one that starts releases, so that their numbers grow. */
public final class ServiceWorkflowImpl implements ServiceWorkflow {

  /** However quiet the watch is, the releases under way are looked after this often. */
  private static final Duration RESYNC = Duration.ofMinutes(10);

  private static final int EVENTS_PER_RUN = 2_000;

  private static final Logger LOG = Workflow.getLogger(ServiceWorkflowImpl.class);

  private final ServiceLedger ledger;
  private final String service;
  private final EntityActivities entities;
  private Optional<ServiceBinding> binding = Optional.empty();
  private boolean nudged;

  /** Only an order has started it, for a service that nobody has bound: nothing is to be kept. */
  private boolean mistyped;

  private final Resync resync = new Resync();
  private boolean continueNow;

  @WorkflowInit
  public ServiceWorkflowImpl(ServiceState state) {
    service = state.service();
    ledger = new ServiceLedger(state);
    entities =
        Workflow.newActivityStub(
            EntityActivities.class, ActivityPolicies.exchange("look after releases of " + service));
  }

  @Override
  public void run(ServiceState ignored) {
    Workflow.upsertTypedSearchAttributes(SlipwaySearchAttributes.SERVICE.valueSet(service));
    while (true) {
      doWithCare(
          () -> {
            binding = bindingNow();
            mistyped = binding.isEmpty() && ledger.isEmpty();
            releaseHead();
          });
      if (mistyped) {
        Workflow.await(Workflow::isEveryHandlerFinished);
        if (ledger.isEmpty()) {
          return;
        }
      }
      nudged = false;
      Duration left = resync.left(RESYNC);
      if (!left.isPositive() || !NamedWait.await(left, "resync", () -> nudged || continueNow)) {
        resync.begins();
        doWithCare(this::lookAfterReleases);
      }
      if (continueNow
          || Workflow.getInfo().isContinueAsNewSuggested()
          || Workflow.getInfo().getHistoryLength() > EVENTS_PER_RUN) {
        Workflow.await(Workflow::isEveryHandlerFinished);
        Workflow.newContinueAsNewStub(ServiceWorkflow.class).run(ledger.snapshot());
      }
    }
  }

  /** An entity outlives what it works with: what is broken now is done at the next occasion. */
  private static void doWithCare(Runnable act) {
    try {
      act.run();
    } catch (ActivityFailure | ChildWorkflowFailure e) {
      LOG.warn("tried again at the next occasion: {}", e.getMessage());
    }
  }

  private Optional<ServiceBinding> bindingNow() {
    return Workflow.newLocalActivityStub(PlatformActivities.class, ActivityPolicies.lookup())
        .binding(service);
  }

  private void releaseHead() {
    if (binding.isEmpty()) {
      return;
    }
    Optional<String> commit = ledger.next(binding.get().maximumBuilds());
    if (commit.isPresent()) {
      ledger.startedHead(commit.get());
      start(
          commit.get(), "push", new ReleaseRequest("", "push", Optional.empty(), Optional.empty()));
    }
  }

  private ReleaseKey start(String commit, String by, ReleaseRequest request) {
    ReleaseKey key = ledger.newRelease(commit);
    ReleaseWorkflow release =
        Workflow.newChildWorkflowStub(
            ReleaseWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.release(key))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder()
                        .set(SlipwaySearchAttributes.SERVICE, service)
                        .set(SlipwaySearchAttributes.COMMIT, commit)
                        .set(SlipwaySearchAttributes.PHASE, "building")
                        .build())
                .setStaticSummary("release of " + commit.substring(0, 12) + " by " + by)
                .build());
    Async.function(
        release::run,
        new ReleaseInput(
            key, ledger.lastNumber(), by, request.overrideQuarantine(), request.rollback()));
    Workflow.getWorkflowExecution(release).get();
    return key;
  }

  /** A release that was terminated cannot tell that it has ended. */
  private void lookAfterReleases() {
    for (String release : ledger.running()) {
      if (!entities.isRunning(WorkflowIds.release(release))) {
        ledger.ended(release);
      }
    }
  }

  @Override
  public ServiceStatus status() {
    return ledger.status(binding.map(ServiceBinding::team).orElse(""));
  }

  @Override
  public void headMoved(HeadMoved head) {
    ledger.headMoved(head.commit());
    nudged = true;
  }

  @Override
  public void validateRelease(ReleaseRequest request) {
    if (request.by() == null || request.by().isBlank()) {
      throw FailureType.REFUSED.permanent("say who you are: --by NAME");
    }
  }

  @Override
  public String release(ReleaseRequest request) {
    ServiceBinding bound =
        bindingNow()
            .orElseThrow(
                () ->
                    FailureType.REFUSED.permanent(
                        "service '"
                            + service
                            + "' is not bound in platform.yaml: ask the platform team to add it"));
    request
        .rollback()
        .map(ReleaseInput.RollbackTarget::environment)
        .ifPresent(environment -> requireBound(bound, environment));
    SourceActivities source =
        Workflow.newActivityStub(
            SourceActivities.class, ActivityPolicies.answer("resolve " + request.revision()));
    String revision = request.revision().isEmpty() ? bound.source().branch() : request.revision();
    String commit =
        source
            .read(
                new SourceOrder(
                    bound.source().repository(), revision, bound.source().deliveryFile()))
            .commit();
    ReleaseKey key = start(commit, request.by(), request);
    nudged = true;
    return key.toString();
  }

  private void requireBound(ServiceBinding bound, String environment) {
    if (bound.environment(environment).isEmpty()) {
      throw FailureType.REFUSED.permanent(
          "environment '"
              + environment
              + "' is not bound for service '"
              + service
              + "' in platform.yaml, which has "
              + bound.environments().stream()
                  .map(EnvironmentBinding::name)
                  .collect(Collectors.joining(", ")));
    }
  }

  @Override
  public void continueAsNewNow() {
    continueNow = true;
  }

  @Override
  public void releaseBuilt(String release) {
    ledger.built(release);
    nudged = true;
  }

  @Override
  public void releaseEnded(String release) {
    ledger.ended(release);
    nudged = true;
  }
}
