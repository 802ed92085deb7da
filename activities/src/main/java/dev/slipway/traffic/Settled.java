package dev.slipway.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether an object has said the same for long enough: who routes tells what it was given, and
 * carries it out a moment later. Remembers since when it was seen, and forgets it when it is lost
 * with the process, which only makes one wait again.
 */
public final class Settled {

  private static final int MOST_REMEMBERED = 10_000;

  private final Clock clock;
  private final Duration settling;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param settling how long after it was first seen it counts
   */
  public Settled(Clock clock, Duration settling) {
    this.clock = clock;
    this.settling = settling;
  }

  /**
   * @param object its uid
   * @param state what it says now
   */
  public boolean is(String object, long state) {
    if (seen.size() > MOST_REMEMBERED) {
      seen.clear();
    }
    Instant now = clock.instant();
    Seen first =
        seen.merge(
            object,
            new Seen(state, now),
            (before, fresh) -> before.state() == state ? before : fresh);
    return !now.isBefore(first.since().plus(settling));
  }

  private record Seen(long state, Instant since) {}
}
