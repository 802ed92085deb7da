package dev.slipway.temporal;

import static dev.slipway.temporal.WorkflowClock.now;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an entity looks at everything again, however quiet its watches are. Whoever wakes it
 * meanwhile does not put that off. Of a run that an older worker began, every waking still does.
 */
public final class Resync {

  private static final String STEADY = "a resync is not put off";

  private @Nullable Instant due;

  /**
   * How long it may rest till then; not positive when the time has come.
   *
   * @param interval from now on at the latest
   */
  public Duration left(Duration interval) {
    Instant latest = now().plus(interval);
    boolean steady = Workflow.getVersion(STEADY, Workflow.DEFAULT_VERSION, 1) == 1;
    if (!steady || due == null || latest.isBefore(due)) {
      due = latest;
    }
    return Duration.between(now(), due);
  }

  /** It looks now: the next time is reckoned anew. */
  public void begins() {
    due = null;
  }
}
