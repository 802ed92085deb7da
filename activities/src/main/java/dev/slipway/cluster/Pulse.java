package dev.slipway.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Time inside an activity: whoever waits, heartbeats. */
public interface Pulse {

  Instant now();

  /** What an attempt of this activity that was cut off has kept last. */
  <T> Optional<T> kept(Class<T> type);

  /**
   * Waits, and heartbeats meanwhile.
   *
   * @param details what a retry is to find; null keeps nothing
   * @throws io.temporal.client.ActivityCompletionException when the activity is not wanted any more
   */
  void rest(Duration time, @Nullable Object details);
}
