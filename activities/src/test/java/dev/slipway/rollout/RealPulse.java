package dev.slipway.rollout;

import dev.slipway.cluster.Pulse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real time, outside of an activity. */
public final class RealPulse implements Pulse {

  @Override
  public Instant now() {
    return Clock.systemUTC().instant();
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void rest(Duration time, @Nullable Object details) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
