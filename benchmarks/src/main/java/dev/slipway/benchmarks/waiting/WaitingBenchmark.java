package dev.slipway.benchmarks.waiting;

import dev.slipway.benchmarks.server.Machine;
import dev.slipway.benchmarks.server.MeasuredWorker;
import dev.slipway.benchmarks.server.TemporalServer;
import dev.slipway.benchmarks.still.StillPlatform;
import dev.slipway.release.ReleaseResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Releases of different services, each of which waits for a human decision, in one worker: their
 * heap, and what the polling of the forge for them costs.
 */
public final class WaitingBenchmark {

  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** A release and its service's environment, with room to spare. */
  private static final int WORKFLOWS_EACH = 3;

  private WaitingBenchmark() {}

  /**
   * @param releases how many
   * @param window how long the cost of the waiting is measured
   */
  public static WaitingReport run(TemporalServer server, int releases, Duration window) {
    try (MeasuredWorker worker = MeasuredWorker.keeping(server, WORKFLOWS_EACH * releases + 100)) {
      release(worker);
      Duration alone = release(worker);
      long heapBefore = Machine.usedHeap();
      int openedBefore = worker.git().opened();
      long begin = System.nanoTime();
      for (int number = 0; number < releases; number++) {
        worker.startRelease(StillPlatform.WAITING + number);
      }
      int waiting = awaitOpened(worker, openedBefore + releases, begin) - openedBefore;
      Duration untilWaiting = since(begin);
      long heapAfter = Machine.usedHeap();
      WaitingReport.Cost cost = costOf(server, worker, window);
      Duration beside = release(worker);
      return new WaitingReport(
          releases, waiting, untilWaiting, heapBefore, heapAfter, cost, alone, beside);
    }
  }

  private static int awaitOpened(MeasuredWorker worker, int opened, long begin) {
    while (worker.git().opened() < opened && since(begin).compareTo(LIMIT) < 0) {
      TemporalServer.pause(Duration.ofMillis(50));
    }
    return worker.git().opened();
  }

  private static WaitingReport.Cost costOf(
      TemporalServer server, MeasuredWorker worker, Duration window) {
    long polls = worker.git().polls();
    Duration own = Machine.cpu();
    Optional<Duration> servers = server.cpu();
    long begin = System.nanoTime();
    TemporalServer.pause(window);
    Duration took = since(begin);
    return new WaitingReport.Cost(
        took,
        worker.git().polls() - polls,
        Machine.cpu().minus(own),
        server.cpu().flatMap(now -> servers.map(now::minus)),
        server.memory());
  }

  /** A whole release of another service, which waits for nobody. */
  private static Duration release(MeasuredWorker worker) {
    long begin = System.nanoTime();
    worker.startRelease("beside").getResult(ReleaseResult.class);
    return since(begin);
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
