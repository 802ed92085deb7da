package dev.slipway.benchmarks.release;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Takes signals and does nothing about them. */
@WorkflowInterface
public interface BareEntity {

  /** The only one's workflow id. */
  String ID = "bare-entity";

  @WorkflowMethod(name = "BareEntity")
  void run();

  @SignalMethod(name = "word")
  void word(String word);

  @QueryMethod(name = "words")
  int words();
}
