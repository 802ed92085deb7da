package dev.slipway.starter.server;

import dev.slipway.starter.doctor.ServerInspection;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.Set;
import java.util.function.Supplier;

/** Asks a Temporal server about itself. */
final class TemporalInspection implements ServerInspection {

  private final WorkflowClient client;
  private final String address;
  private final Runnable hangUp;

  /**
   * @param hangUp ends the connection
   */
  TemporalInspection(WorkflowClient client, String address, Runnable hangUp) {
    this.client = client;
    this.address = address;
    this.hangUp = hangUp;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String version() {
    return explained(
        () ->
            client
                .getWorkflowServiceStubs()
                .blockingStub()
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                .getServerVersion());
  }

  @Override
  public Set<String> searchAttributes() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
    return explained(
        () ->
            operator
                .blockingStub()
                .listSearchAttributes(
                    ListSearchAttributesRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .build())
                .getCustomAttributesMap()
                .keySet());
  }

  @Override
  public int pollers(String taskQueue, boolean workflows) {
    DescribeTaskQueueRequest request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(taskQueue))
            .setTaskQueueType(
                workflows
                    ? TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
                    : TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
            .build();
    return explained(
        () ->
            client
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeTaskQueue(request)
                .getPollersCount());
  }

  @Override
  public void close() {
    hangUp.run();
  }

  private static <T> T explained(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw TemporalFailures.explain(e, "the question");
    }
  }
}
