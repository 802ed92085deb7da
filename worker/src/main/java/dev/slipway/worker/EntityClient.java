package dev.slipway.worker;

import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.environment.Candidacy;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentMemory;
import dev.slipway.environment.EnvironmentState;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.environment.HeadMoved;
import dev.slipway.environment.LastRollout;
import dev.slipway.environment.StableRevision;
import dev.slipway.service.ServiceState;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Speaks to entities by signal-with-start: who is spoken to runs, whether it did before or not. */
@Component
class EntityClient implements EntityActivities, BranchWatch.Entities, WebhookNudges.Waiting {

  private final WorkflowClient client;

  EntityClient(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public Optional<EnvironmentPlan> announce(Candidacy candidacy) {
    toEnvironment(candidacy.key(), "candidacy", candidacy);
    return client
        .newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(candidacy.key()))
        .status()
        .stable()
        .flatMap(StableRevision::plan);
  }

  @Override
  public List<StableRevision> earlierRevisions(EnvironmentKey key) {
    try {
      return client
          .newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(key))
          .status()
          .waysBack();
    } catch (WorkflowNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public Optional<LastRollout> lastRollout(EnvironmentKey key) {
    return new RolloutRecord(client, WorkflowIds.rollout(key)).read();
  }

  @Override
  public Optional<EnvironmentMemory> lastMemory(EnvironmentKey key) {
    String asking =
        Objects.requireNonNull(
            Activity.getExecutionContext().getInfo().getWorkflowRunId(), "a workflow asks");
    return new EnvironmentRecord(client, key).before(asking);
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

  @Override
  public void serviceHeadMoved(String service, String commit) {
    client
        .newUntypedWorkflowStub("Service", options(WorkflowIds.service(service)))
        .signalWithStart(
            "headMoved",
            new Object[] {new HeadMoved(commit)},
            new Object[] {ServiceState.fresh(service)});
  }

  @Override
  public void environmentHeadMoved(String environment, String service, String commit) {
    toEnvironment(new EnvironmentKey(environment, service), "headMoved", new HeadMoved(commit));
  }

  /** Only an environment that runs has something to compare: nothing is started. */
  void liveChanged(EnvironmentKey key) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.environment(key)).signal("liveChanged");
    } catch (WorkflowNotFoundException e) {
      // Not running (yet): its first sync will compare everything.
      return;
    }
  }

  /**
   * The pull request of a release may have moved. A release that does not wait for one, or not any
   * more, has nothing to look at.
   *
   * @param key its key as text
   */
  @Override
  public void release(String key) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.release(key)).signal("pullRequestMoved");
    } catch (WorkflowNotFoundException e) {
      // It has ended.
      return;
    }
  }

  /** As {@link #release}, of an environment that waits for its restoring pull request. */
  @Override
  public void environment(EnvironmentKey key) {
    try {
      client.newUntypedWorkflowStub(WorkflowIds.environment(key)).signal("pullRequestMoved");
    } catch (WorkflowNotFoundException e) {
      // Nothing is held there.
      return;
    }
  }

  private void toEnvironment(EnvironmentKey key, String signal, Object word) {
    client
        .newUntypedWorkflowStub("Environment", options(WorkflowIds.environment(key)))
        .signalWithStart(signal, new Object[] {word}, new Object[] {EnvironmentState.fresh(key)});
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setWorkflowId(id)
        .build();
  }
}
