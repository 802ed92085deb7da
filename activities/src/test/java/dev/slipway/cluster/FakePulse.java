package dev.slipway.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Time that passes only by resting; what happens meanwhile is told to those who listen. */
public final class FakePulse implements Pulse {

  private static final Duration SHORTEST = Duration.ofMillis(10);

  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final List<Consumer<Duration>> listeners = new ArrayList<>();
  private @Nullable Object details;

  public void whilePassing(Consumer<Duration> listener) {
    listeners.add(listener);
  }

  /** What the last heartbeat kept. */
  public @Nullable Object details() {
    return details;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void rest(Duration time, @Nullable Object kept) {
    details = kept;
    Duration passed = time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
    now = now.plus(passed);
    listeners.forEach(listener -> listener.accept(passed));
  }
}
