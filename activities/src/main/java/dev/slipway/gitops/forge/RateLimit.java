package dev.slipway.gitops.forge;

import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Obeys a forge that says to wait: until then this worker asks it nothing at all, whatever activity
 * wants to.
 */
final class RateLimit {

  /** A forge cannot make us wait longer than this by one word. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final Duration WITHOUT_A_WORD = Duration.ofMinutes(1);

  private final String forge;
  private final Clock clock;
  private Instant closedUntil = Instant.MIN;

  RateLimit(String forge, Clock clock) {
    this.forge = forge;
    this.clock = clock;
  }

  /**
   * @throws ApplicationFailure UNREACHABLE, to be tried again when the wait is over
   */
  synchronized void requireOpen() {
    if (clock.instant().isBefore(closedUntil)) {
      throw waiting();
    }
  }

  /** Takes note of an answer that says to wait. */
  synchronized void obey(int status, HttpHeaders headers) {
    Optional<Duration> wait = wanted(status, headers);
    if (wait.isPresent()) {
      Duration bounded = wait.get().compareTo(LONGEST) > 0 ? LONGEST : wait.get();
      closedUntil = clock.instant().plus(bounded);
      throw waiting();
    }
  }

  private Optional<Duration> wanted(int status, HttpHeaders headers) {
    boolean limited = status == 429 || status == 403 || status == 503;
    if (!limited) {
      return Optional.empty();
    }
    OptionalLong after = number(headers, "Retry-After");
    if (after.isPresent()) {
      return Optional.of(Duration.ofSeconds(Math.max(1, after.getAsLong())));
    }
    OptionalLong remaining = number(headers, "X-RateLimit-Remaining");
    if (remaining.isPresent() && remaining.getAsLong() == 0) {
      long reset = number(headers, "X-RateLimit-Reset").orElse(0);
      Duration left = Duration.between(clock.instant(), Instant.ofEpochSecond(reset));
      return Optional.of(left.isPositive() ? left : WITHOUT_A_WORD);
    }
    return status == 429 ? Optional.of(WITHOUT_A_WORD) : Optional.empty();
  }

  private static OptionalLong number(HttpHeaders headers, String name) {
    String text = headers.firstValue(name).orElse("");
    return text.matches("[0-9]{1,15}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private ApplicationFailure waiting() {
    Duration left = Duration.between(clock.instant(), closedUntil);
    return ApplicationFailure.newBuilder()
        .setType(FailureType.UNREACHABLE.name())
        .setMessage(
            "the forge "
                + forge
                + " limits how often it is asked: it is asked again at "
                + closedUntil)
        .setNextRetryDelay(left)
        .build();
  }
}
