package dev.slipway.temporal;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;

/** An order that came as a signal, as people type it in the Temporal Web UI. */
public final class SignalledOrder {

  private SignalledOrder() {}

  /**
   * A signal has no answer: what the update of the same name would refuse is logged and changes
   * nothing.
   */
  public static void ifAllowed(Runnable validation, Runnable action) {
    try {
      validation.run();
    } catch (TemporalFailure e) {
      Workflow.getLogger(SignalledOrder.class).warn("a signal was ignored: {}", e.getMessage());
      return;
    }
    action.run();
  }
}
