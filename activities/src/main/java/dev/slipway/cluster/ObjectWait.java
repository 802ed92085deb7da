package dev.slipway.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what a live object, or what is made of it, comes to. It is asked about when the object
 * has changed, and now and then besides: that an image cannot be pulled, say, does not change it.
 */
public final class ObjectWait {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration BESIDES = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Pulse pulse;

  public ObjectWait(Cluster cluster, Pulse pulse) {
    this.cluster = cluster;
    this.pulse = pulse;
  }

  /**
   * What is found once it is enough, else when the time is over.
   *
   * @param object which object's changes may bring it about; kind and name are told apart by a
   *     slash, as {@code Deployment/shop}
   * @param details the heartbeat's details meanwhile
   * @param question asked at once, and never more often than five times a second
   * @param enough whether there is nothing more to wait for
   */
  public <T> T until(
      String namespace,
      String object,
      Duration within,
      @Nullable Object details,
      Supplier<T> question,
      Predicate<T> enough) {
    T found = question.get();
    Instant asked = pulse.now();
    Instant deadline = asked.plus(within);
    if (enough.test(found) || !asked.isBefore(deadline)) {
      return found;
    }
    int slash = object.indexOf('/');
    try (ObjectChanges changes =
        cluster.changes(namespace, object.substring(0, slash), object.substring(slash + 1))) {
      while (pulse.now().isBefore(deadline)) {
        pulse.rest(LOOK, details);
        if (changes.happened() || !pulse.now().isBefore(asked.plus(BESIDES))) {
          asked = pulse.now();
          found = question.get();
          if (enough.test(found)) {
            return found;
          }
        }
      }
    }
    return question.get();
  }
}
