package dev.slipway.benchmarks.release;

import dev.slipway.temporal.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.function.Supplier;

/** See {@link BareActivities}. */
final class BareAnnouncement implements BareActivities {

  private final Supplier<WorkflowClient> client;

  /**
   * @param client is there as soon as the worker is
   */
  BareAnnouncement(Supplier<WorkflowClient> client) {
    this.client = client;
  }

  @Override
  public void nothing() {}

  @Override
  public int announce() {
    client
        .get()
        .newUntypedWorkflowStub(
            "BareEntity",
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId(BareEntity.ID)
                .build())
        .signalWithStart("word", new Object[] {"candidacy"}, new Object[0]);
    return client.get().newWorkflowStub(BareEntity.class, BareEntity.ID).words();
  }
}
