package dev.slipway.benchmarks.still;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.environment.Candidacy;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentMemory;
import dev.slipway.environment.EnvironmentState;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.environment.LastRollout;
import dev.slipway.environment.StableRevision;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Optional;

/**
 * Speaks to environments as the worker does: this belongs to the orchestration, and is not still.
 */
public final class Entities implements EntityActivities {

  private final WorkflowClient client;

  public Entities(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public Optional<EnvironmentPlan> announce(Candidacy candidacy) {
    String id = WorkflowIds.environment(candidacy.key());
    client
        .newUntypedWorkflowStub(
            "Environment",
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId(id)
                .build())
        .signalWithStart(
            "candidacy",
            new Object[] {candidacy},
            new Object[] {EnvironmentState.fresh(candidacy.key())});
    return client
        .newWorkflowStub(EnvironmentWorkflow.class, id)
        .status()
        .stable()
        .flatMap(StableRevision::plan);
  }

  @Override
  public List<StableRevision> earlierRevisions(EnvironmentKey key) {
    return client
        .newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(key))
        .status()
        .waysBack();
  }

  /** Environments here are never terminated. */
  @Override
  public Optional<EnvironmentMemory> lastMemory(EnvironmentKey key) {
    return Optional.empty();
  }

  @Override
  public Optional<LastRollout> lastRollout(EnvironmentKey key) {
    return Optional.empty();
  }

  @Override
  public boolean isRunning(String workflowId) {
    try {
      return client.newUntypedWorkflowStub(workflowId).describe().getStatus()
          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }
}
