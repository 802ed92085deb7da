package dev.slipway.starter.dev.demo;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.release.Decision;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.DevMarker;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the workflows say. */
final class TemporalView implements AutoCloseable {

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  /**
   * @param environment may give a server of its own, with its credentials; the address is the
   *     marker's
   */
  TemporalView(DevMarker marker, Map<String, String> environment) {
    try {
      ClientConfigProfile profile =
          ClientConfigProfile.load(
                  io.temporal.envconfig.LoadClientConfigProfileOptions.newBuilder()
                      .setEnvOverrides(environment)
                      .build())
              .toBuilder()
              .setAddress(marker.temporalAddress())
              .setNamespace(marker.temporalNamespace())
              .build();
      stubs = WorkflowServiceStubs.newServiceStubs(profile.toWorkflowServiceStubsOptions());
      client =
          WorkflowClient.newInstance(
              stubs,
              WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                  .setDataConverter(SlipwayDataConverter.create())
                  .build());
    } catch (IOException e) {
      throw new DevException(
          "Temporal's configuration cannot be read (" + e.getMessage() + ").", e);
    }
  }

  /** Empty until the push was seen and the release has begun. */
  Optional<ReleaseStatus> release(ReleaseKey key) {
    return asked(() -> stub(key).status());
  }

  /** The rollout that runs, or ran last, in this environment. */
  Optional<RolloutStatus> rollout(EnvironmentKey key) {
    return asked(
        () -> client.newWorkflowStub(RolloutWorkflow.class, WorkflowIds.rollout(key)).status());
  }

  /** On a server that others use too, the demo must not meddle with a service of that name. */
  void requireUnknown(String workflowId) {
    try {
      client.newUntypedWorkflowStub(workflowId).describe();
    } catch (WorkflowNotFoundException e) {
      return;
    }
    throw new DevException(
        "This Temporal server knows a workflow "
            + workflowId
            + " already: unset TEMPORAL_ADDRESS, so that the demo uses a server of its own.");
  }

  void approve(ReleaseKey key, Decision decision) {
    stub(key).approve(decision);
  }

  private ReleaseWorkflow stub(ReleaseKey key) {
    return client.newWorkflowStub(ReleaseWorkflow.class, WorkflowIds.release(key));
  }

  /** A worker that is busy, or was just started again, answers a moment later. */
  private static <T> Optional<T> asked(java.util.function.Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    } catch (WorkflowServiceException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    try {
      stubs.awaitTermination(1, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      throw new DevException("The connection to Temporal does not end.", e);
    }
  }
}
