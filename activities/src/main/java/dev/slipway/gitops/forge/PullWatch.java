package dev.slipway.gitops.forge;

import dev.slipway.gitops.PullRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the pull requests of one repository for all who wait for one of them: one list an
 * interval, however many wait, and a close look only at what has moved in it.
 *
 * <p>A forge counts time in seconds, so two things may happen at one of its instants: what moved is
 * looked at once more at the next interval. What the list does not show (a check on a commit) is
 * seen by a slow look of its own.
 */
final class PullWatch {

  static final Duration INTERVAL = Duration.ofSeconds(4);
  static final Duration SLOW_LOOK = Duration.ofSeconds(60);

  /** The more are waited for, the rarer the slow looks, so that all of them stay few a second. */
  private static final Duration SLOW_LOOK_EACH = Duration.ofSeconds(2);

  private static final int MOST_KNOWN = 1000;

  private final ForgeRepository repository;
  private final Clock clock;
  private Instant listed = Instant.MIN;
  private Map<Integer, String> stamps = Map.of();
  private final Map<Integer, Look> looks =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Look> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /**
   * A close look.
   *
   * @param stamp of the list when it was taken
   * @param twice whether the list had the same stamp before that
   */
  private record Look(String stamp, boolean twice, Instant at, PullRequest seen) {}

  PullWatch(ForgeRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * The pull request as of the last interval.
   *
   * @param closely reads it whole
   * @param isNews whether it is another one than who asks has seen; what was kept here may be older
   *     than that, so news are always read anew
   */
  synchronized PullRequest look(
      int number, Supplier<PullRequest> closely, Predicate<PullRequest> isNews) {
    Instant now = clock.instant();
    if (!now.isBefore(listed.plus(INTERVAL))) {
      list();
      listed = now;
    }
    String stamp = Optional.ofNullable(stamps.get(number)).orElse("ended");
    Look last = looks.get(number);
    if (last != null && isStillGood(last, stamp, now) && !isNews.test(last.seen())) {
      return last.seen();
    }
    boolean twice = last != null && last.stamp().equals(stamp);
    PullRequest seen = closely.get();
    looks.put(number, new Look(stamp, twice, now, seen));
    return seen;
  }

  /** Somebody says that these may have moved: the next one who asks sees it. */
  synchronized void nudge(Predicate<PullRequest> concerned) {
    listed = Instant.MIN;
    looks.values().removeIf(look -> concerned.test(look.seen()));
  }

  private boolean isStillGood(@Nullable Look last, String stamp, Instant now) {
    if (last == null || !last.stamp().equals(stamp)) {
      return false;
    }
    boolean listedSince = listed.isAfter(last.at());
    Duration each = SLOW_LOOK_EACH.multipliedBy(looks.size());
    Duration slow = each.compareTo(SLOW_LOOK) > 0 ? each : SLOW_LOOK;
    return now.isBefore(last.at().plus(slow)) && (last.twice() || !listedSince);
  }

  private void list() {
    Map<Integer, String> open = new HashMap<>();
    for (RemotePull pull : repository.pulls("open")) {
      open.put(pull.number(), pull.head() + " " + pull.updated());
    }
    stamps = open;
  }
}
