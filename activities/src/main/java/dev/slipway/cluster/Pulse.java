package dev.slipway.cluster;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Time inside an activity: whoever waits, heartbeats. */
public interface Pulse {

  Instant now();

  /**
   * Waits, and heartbeats meanwhile.
   *
   * @param details what a retry is to find; null keeps nothing
   * @throws io.temporal.client.ActivityCompletionException when the activity is not wanted any more
   */
  void rest(Duration time, @Nullable Object details);
}
