package dev.slipway.benchmarks.waiting;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What waiting releases cost.
 *
 * @param asked how many were started
 * @param waiting how many of them waited in the end
 * @param untilWaiting from the first start until the last one waited
 * @param heapBefore bytes after garbage collection
 * @param heapAfter the same, while all wait
 * @param alone a whole release before they came
 * @param beside one while they wait
 */
public record WaitingReport(
    int asked,
    int waiting,
    Duration untilWaiting,
    long heapBefore,
    long heapAfter,
    Cost cost,
    Duration alone,
    Duration beside) {

  /** Whoever has waited long asks the forge this seldom: the longest interval of its poll. */
  private static final double POLL_SECONDS = 20;

  private static final double KIB = 1024;
  private static final double MIB = KIB * KIB;

  /**
   * What went by in a window while all waited and nothing else happened.
   *
   * @param polls how often the forge was asked
   * @param worker CPU time of the worker
   * @param server CPU time of the server, when it is ours
   * @param serverMemory its resident MiB
   */
  public record Cost(
      Duration window,
      long polls,
      Duration worker,
      Optional<Duration> server,
      Optional<Long> serverMemory) {}

  public void print(PrintStream out) {
    double seconds = cost.window().toMillis() / 1000.0;
    out.printf(
        Locale.ROOT, "%d releases of as many services, in delivery mode, in one worker:%n", asked);
    out.printf(
        Locale.ROOT,
        "  %d waited for approval %.1f s after the first start (%.1f a second)%n",
        waiting,
        untilWaiting.toMillis() / 1000.0,
        waiting * 1000.0 / untilWaiting.toMillis());
    out.printf(
        Locale.ROOT,
        "  heap after collection: %.1f MiB before, %.1f MiB while they wait: %.1f KiB for each release, its environment's entity included%n",
        heapBefore / MIB,
        heapAfter / MIB,
        (heapAfter - heapBefore) / KIB / Math.max(1, waiting));
    out.printf(
        Locale.ROOT,
        "  polls of the forge: %.0f a second; %.0f when all have waited long (one every %.0f s for each)%n",
        cost.polls() / seconds,
        waiting / POLL_SECONDS,
        POLL_SECONDS);
    out.printf(
        Locale.ROOT,
        "  CPU while they only wait: worker %.2f cores, server %s%n",
        cost.worker().toMillis() / 1000.0 / seconds,
        cost.server()
            .map(
                time ->
                    String.format(
                        Locale.ROOT,
                        "%.2f cores (resident %d MiB)",
                        time.toMillis() / 1000.0 / seconds,
                        cost.serverMemory().orElse(0L)))
            .orElse("not ours to ask"));
    out.printf(
        Locale.ROOT,
        "  a whole release that does nothing: %d ms alone, %d ms beside them%n",
        alone.toMillis(),
        beside.toMillis());
  }
}
