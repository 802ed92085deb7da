package dev.slipway.temporal;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;

/** A signal from one workflow to another, which may not run (any more). */
public final class ExternalSignal {

  private ExternalSignal() {}

  /**
   * Sends it and waits until the server has accepted it.
   *
   * @param signal one call of a signal method on an external stub
   * @return false when no such workflow runs; what that means is the caller's to say
   */
  public static boolean isDelivered(Runnable signal) {
    try {
      signal.run();
      return true;
    } catch (SignalExternalWorkflowException e) {
      return missed(e);
    } catch (ApplicationFailure e) {
      // SDK 1.38 hands the server's refusal on as an application failure of this type.
      if (!e.getType().startsWith("SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED")) {
        throw e;
      }
      return missed(e);
    }
  }

  private static boolean missed(Exception e) {
    Workflow.getLogger(ExternalSignal.class).info("a signal found nobody: {}", e.getMessage());
    return false;
  }
}
