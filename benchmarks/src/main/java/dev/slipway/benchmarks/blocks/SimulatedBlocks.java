package dev.slipway.benchmarks.blocks;

import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Blocks of 5 s of a healthy service whose latency is spread over all boundaries; the same for the
 * same seed. Counts are drawn from the normal law, which is close enough for a matter of time.
 */
final class SimulatedBlocks {

  /** Twelve boundaries, in seconds; the seven usual ones among them. */
  static final List<Double> BOUNDARIES =
      List.of(0.005, 0.01, 0.025, 0.04, 0.05, 0.075, 0.1, 0.25, 0.4, 0.5, 1.0, 2.5);

  private static final double ERRORS = 0.001;

  private static final List<Double> SLOWER =
      List.of(0.98, 0.9, 0.75, 0.6, 0.45, 0.3, 0.2, 0.1, 0.05, 0.02, 0.005, 0.001);

  private static final Duration LENGTH = Duration.ofSeconds(5);

  private final SplittableRandom random;
  private final long requests;
  private final double weight;

  /**
   * @param requests of both versions in each block
   * @param weight share of the canary, 0 to 1
   */
  SimulatedBlocks(long seed, long requests, double weight) {
    this.random = new SplittableRandom(seed);
    this.requests = requests;
    this.weight = weight;
  }

  /**
   * @param number from 0; the block ends 5 s times one more
   */
  Block block(int number) {
    long canary = Math.round(requests * weight);
    return new Block(LENGTH.multipliedBy(number + 1L), arm(canary), arm(requests - canary));
  }

  private ArmCounts arm(long served) {
    List<Long> slower = new ArrayList<>();
    long most = served;
    for (double share : SLOWER) {
      most = Math.min(most, about(served, share));
      slower.add(most);
    }
    return new ArmCounts(served, about(served, ERRORS), slower);
  }

  private long about(long served, double share) {
    double mean = served * share;
    long drawn = Math.round(mean + Math.sqrt(mean * (1 - share)) * random.nextGaussian());
    return Math.clamp(drawn, 0, served);
  }
}
