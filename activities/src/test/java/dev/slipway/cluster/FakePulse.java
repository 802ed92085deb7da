package dev.slipway.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.temporal.SlipwayDataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Time that passes only by resting; what happens meanwhile is told to those who listen. */
public final class FakePulse implements Pulse {

  private static final ObjectMapper MAPPER = SlipwayDataConverter.mapper();

  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final List<Consumer<Duration>> listeners = new ArrayList<>();
  private @Nullable Object details;
  private @Nullable Instant death;

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
  public <T> Optional<T> kept(Class<T> type) {
    try {
      return details == null
          ? Optional.empty()
          : Optional.of(MAPPER.readValue(MAPPER.writeValueAsString(details), type));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The next activity, as opposed to the next attempt, finds nothing. */
  public void nextActivity() {
    details = null;
  }

  /** The worker is killed at this time. */
  public void killAt(Instant instant) {
    death = instant;
  }

  @Override
  public void rest(Duration time, @Nullable Object kept) {
    if (kept != null) {
      details = kept;
    }
    now = now.plus(time);
    listeners.forEach(listener -> listener.accept(time));
    if (death != null && !now.isBefore(death)) {
      death = null;
      throw new MemoryCluster.KilledWorker();
    }
  }
}
