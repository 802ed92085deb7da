package dev.slipway.worker;

import dev.slipway.environment.LastRollout;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutResult;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.util.Optional;

/**
 * What Temporal has written down of a rollout. Read from its history and not by a query, as a
 * workflow that was terminated cannot be replayed, and so answers none.
 */
record RolloutRecord(WorkflowClient client, String workflowId) {

  /** The last run of that id; empty when there is none, or none any more. */
  Optional<LastRollout> read() {
    WorkflowStub rollout = client.newUntypedWorkflowStub(workflowId);
    try {
      WorkflowExecutionDescription found = rollout.describe();
      WorkflowExecutionStatus status = found.getStatus();
      Optional<RolloutResult> result =
          status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED
              ? Optional.of(rollout.getResult(RolloutResult.class))
              : Optional.empty();
      return Optional.of(
          new LastRollout(
              input(found.getExecution()),
              status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
              result,
              found.getStartTime()));
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }

  private RolloutInput input(WorkflowExecution run) {
    Payloads input =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .getWorkflowExecutionHistory(
                GetWorkflowExecutionHistoryRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setExecution(run)
                    .setMaximumPageSize(1)
                    .build())
            .getHistory()
            .getEvents(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getInput();
    return client
        .getOptions()
        .getDataConverter()
        .fromPayloads(0, Optional.of(input), RolloutInput.class, RolloutInput.class);
  }
}
