package dev.slipway.temporal;

import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.FailureConverter;
import io.temporal.failure.DefaultFailureConverter;
import java.util.stream.Collectors;

/**
 * Failures as the SDK writes them, with stack traces cut to where they begin.
 *
 * <p>The server keeps at most 4 kB of the failure of an activity that it tries again, and shows
 * "Failure exceeds size limit." in place of a longer one: nobody could read why. The whole trace is
 * in the worker's log.
 */
final class BriefFailures implements FailureConverter {

  private static final int FRAMES = 5;
  private static final int LONGEST_TRACE = 600;

  /** A chain of causes that is longer tells nothing more. */
  private static final int DEEPEST = 3;

  private final FailureConverter whole = new DefaultFailureConverter();

  @Override
  public RuntimeException failureToException(Failure failure, DataConverter converter) {
    return whole.failureToException(failure, converter);
  }

  @Override
  public Failure exceptionToFailure(Throwable exception, DataConverter converter) {
    return brief(whole.exceptionToFailure(exception, converter), DEEPEST);
  }

  private static Failure brief(Failure failure, int depth) {
    Failure.Builder brief = failure.toBuilder().setStackTrace(begin(failure.getStackTrace()));
    if (failure.hasCause()) {
      if (depth == 0) {
        brief.clearCause();
      } else {
        brief.setCause(brief(failure.getCause(), depth - 1));
      }
    }
    return brief.build();
  }

  private static String begin(String trace) {
    String frames = trace.lines().limit(FRAMES).collect(Collectors.joining("\n"));
    return frames.length() <= LONGEST_TRACE ? frames : frames.substring(0, LONGEST_TRACE);
  }
}
