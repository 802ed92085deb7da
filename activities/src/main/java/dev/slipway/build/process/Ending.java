package dev.slipway.build.process;

import java.time.Duration;
import java.util.Optional;

/** How a script ended. */
sealed interface Ending {

  /** Why it failed, as the end of a sentence; empty when it did not. */
  Optional<String> failure();

  /**
   * @param code as a shell tells it: above 128 for a signal
   */
  record Exited(int code) implements Ending {

    private static final int SIGNALS = 128;

    @Override
    public Optional<String> failure() {
      if (code == 0) {
        return Optional.empty();
      }
      String signal = code > SIGNALS ? " (killed by signal " + (code - SIGNALS) + ")" : "";
      return Optional.of("exited with code " + code + signal);
    }
  }

  /**
   * @param limit the time it had
   */
  record TimedOut(Duration limit) implements Ending {

    @Override
    public Optional<String> failure() {
      return Optional.of("timed out after " + words(limit));
    }

    /** {@code 30m}, {@code 1h30m}, {@code 45s}, {@code 500ms}. */
    static String words(Duration time) {
      String words =
          (time.toHours() > 0 ? time.toHours() + "h" : "")
              + (time.toMinutesPart() > 0 ? time.toMinutesPart() + "m" : "")
              + (time.toSecondsPart() > 0 ? time.toSecondsPart() + "s" : "");
      return words.isEmpty() ? time.toMillis() + "ms" : words;
    }
  }
}
