package dev.slipway.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Repositories at which something may have moved, as webhooks say. The watch of branches waits here
 * between its rounds; however many deliveries come, a repository is looked at once for all of them.
 */
final class RepositoryNudges {

  /** A repository cannot take up this process with all of its deliveries. */
  private static final int MOST = 1000;

  private final Set<String> waiting = new HashSet<>();

  /**
   * @param repository its address as in platform.yaml
   */
  synchronized void nudge(String repository) {
    if (waiting.size() < MOST) {
      waiting.add(repository);
      notifyAll();
    }
  }

  /** Those that were nudged, as soon as there are any; none when the time is over. */
  synchronized Set<String> await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos();
        waiting.isEmpty() && left > 0;
        left = end - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    Set<String> nudged = Set.copyOf(waiting);
    waiting.clear();
    return nudged;
  }
}
