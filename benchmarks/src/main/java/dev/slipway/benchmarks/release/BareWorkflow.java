package dev.slipway.benchmarks.release;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Does what a script says, one step after another, and nothing else. */
@WorkflowInterface
public interface BareWorkflow {

  @WorkflowMethod(name = "Bare")
  void run(Part part);

  /** Which script it does. */
  enum Part {
    /** One workflow, the activities only. */
    FLAT,
    /** The activities, signals, queries and child of a release. */
    TWIN,
    /** The child of the twin. */
    CHILD
  }
}
