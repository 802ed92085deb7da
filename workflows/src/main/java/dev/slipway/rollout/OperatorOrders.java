package dev.slipway.rollout;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people have ordered and what has not been acted upon yet. */
public final class OperatorOrders {

  private @Nullable OperatorOrder abort;
  private @Nullable OperatorOrder promote;
  private @Nullable OperatorOrder pause;
  private boolean pauseSeen;
  private boolean resumed;
  private boolean resumedPause;

  void abort(OperatorOrder order) {
    abort = order;
  }

  void promote(OperatorOrder order) {
    promote = order;
    pause = null;
  }

  void pause(OperatorOrder order) {
    pause = order;
    pauseSeen = false;
    resumed = false;
  }

  void resume() {
    resumedPause = pause != null;
    pause = null;
    resumed = true;
  }

  public Optional<OperatorOrder> abort() {
    return Optional.ofNullable(abort);
  }

  public Optional<OperatorOrder> promote() {
    return Optional.ofNullable(promote);
  }

  /** {@code aborted by ada}. */
  String aborted() {
    return "aborted by " + abort().map(OperatorOrder::by).orElse("an operator");
  }

  public boolean isPaused() {
    return pause != null;
  }

  /** The last resume ended a pause, rather than a hold of the plan's own. */
  public boolean resumedPause() {
    return resumedPause;
  }

  public String pausedBy() {
    return pause == null
        ? ""
        : pause.by() + (pause.reason().isBlank() ? "" : ": " + pause.reason());
  }

  /** Something was ordered that the step under way must make room for. */
  boolean isUrgent() {
    return abort != null || promote != null || resumed || (pause != null && !pauseSeen);
  }

  /**
   * The planner has seen all orders: abort and pause stay in force, promote and resume are used up.
   */
  void seen() {
    promote = null;
    resumed = false;
    resumedPause = false;
    pauseSeen = pause != null;
  }
}
