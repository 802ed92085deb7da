package dev.slipway.benchmarks.detection;

import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A service under steady traffic, counted in blocks of 5 s; the same for the same seed. */
final class SimulatedService {

  private static final int BLOCK_SECONDS = 5;

  /** Of a healthy version: share of requests slower than each default boundary. */
  private static final List<Double> SLOWER = List.of(0.93, 0.62, 0.2, 0.009, 0.0002, 0.000001, 0.0);

  /** The same as shares of the buckets between. */
  static final List<Double> BUCKET_SHARES =
      List.of(0.07, 0.31, 0.42, 0.191, 0.0088, 0.000199, 0.000001, 0.0);

  private final SplittableRandom random;
  private final long requests;
  private int blocks;

  /**
   * @param perSecond requests of both versions together
   */
  SimulatedService(long seed, int perSecond) {
    random = new SplittableRandom(seed);
    requests = (long) perSecond * BLOCK_SECONDS;
  }

  /**
   * The next block.
   *
   * @param weight share of the canary, 0 to 1
   * @param canary share of its requests that fail
   * @param stable the same of stable
   */
  Block next(double weight, double canary, double stable) {
    blocks++;
    long toCanary = binomial(requests, weight);
    return new Block(
        Duration.ofSeconds((long) BLOCK_SECONDS * blocks),
        arm(toCanary, canary),
        arm(requests - toCanary, stable));
  }

  private ArmCounts arm(long served, double errors) {
    List<Long> slower = new ArrayList<>();
    long left = served;
    double before = 1;
    for (double share : SLOWER) {
      left = binomial(left, share / before);
      before = share == 0 ? 1 : share;
      slower.add(left);
    }
    return new ArmCounts(served, binomial(served, errors), slower);
  }

  /** Jumps from one event to the next, which is quick where events are rare. */
  private long binomial(long n, double p) {
    if (p <= 0 || n == 0) {
      return 0;
    }
    if (p >= 1) {
      return n;
    }
    if (p > 0.5) {
      return n - binomial(n, 1 - p);
    }
    double logMiss = Math.log1p(-p);
    long happened = 0;
    double at = 0;
    while (true) {
      at += Math.floor(Math.log(1 - random.nextDouble()) / logMiss) + 1;
      if (at > n) {
        return happened;
      }
      happened++;
    }
  }
}
