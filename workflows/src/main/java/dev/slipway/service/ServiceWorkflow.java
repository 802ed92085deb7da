package dev.slipway.service;

import dev.slipway.environment.HeadMoved;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** An entity per service; {@code service/<service>}. */
@WorkflowInterface
public interface ServiceWorkflow {

  @WorkflowMethod(name = "Service")
  void run(ServiceState state);

  @QueryMethod(name = "status")
  ServiceStatus status();

  /** From the watch of the source branch. */
  @SignalMethod(name = "headMoved")
  void headMoved(HeadMoved head);

  /** Starts a release; returns its key as text. */
  @UpdateMethod(name = "release")
  String release(ReleaseRequest request);

  @UpdateValidatorMethod(updateName = "release")
  void validateRelease(ReleaseRequest request);

  /** Goes on in a new run with the same memory at the next safe point. */
  @SignalMethod(name = "continueAsNew")
  void continueAsNewNow();

  @SignalMethod(name = "releaseBuilt")
  void releaseBuilt(String release);

  @SignalMethod(name = "releaseEnded")
  void releaseEnded(String release);
}
