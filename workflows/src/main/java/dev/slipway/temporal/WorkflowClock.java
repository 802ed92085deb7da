package dev.slipway.temporal;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The time as a workflow has it: the same again when its history is replayed. */
public final class WorkflowClock {

  private WorkflowClock() {}

  public static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
