package dev.slipway.e2e;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What Temporal tells. */
final class TemporalView implements AutoCloseable {

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  TemporalView(String address) {
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(SlipwayDataConverter.create())
                .build());
  }

  /** Somebody terminates a workflow. */
  void terminate(String workflowId) {
    client.newUntypedWorkflowStub(workflowId).terminate("by a test");
  }

  WorkflowClient client() {
    return client;
  }

  Optional<ReleaseStatus> release(ReleaseKey key) {
    return asked(
        () -> client.newWorkflowStub(ReleaseWorkflow.class, WorkflowIds.release(key)).status());
  }

  Optional<EnvironmentStatus> environment(EnvironmentKey key) {
    return asked(
        () ->
            client
                .newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(key))
                .status());
  }

  Optional<RolloutStatus> rollout(EnvironmentKey key) {
    return asked(
        () -> client.newWorkflowStub(RolloutWorkflow.class, WorkflowIds.rollout(key)).status());
  }

  /** Why the activities that a workflow tries again and again have failed last. */
  String troubles(String workflowId) {
    return client
        .newUntypedWorkflowStub(workflowId)
        .describe()
        .getRawDescription()
        .getPendingActivitiesList()
        .stream()
        .map(activity -> activity.getLastFailure().getMessage())
        .collect(Collectors.joining("; "));
  }

  /** Ids of the workflows that a query of Temporal's visibility finds. */
  List<String> find(String query) {
    return client
        .listExecutions(query)
        .map(execution -> execution.getExecution().getWorkflowId())
        .sorted()
        .toList();
  }

  /** A workflow that is not there (yet), or a worker that is busy, has no answer. */
  private static <T> Optional<T> asked(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (WorkflowException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
