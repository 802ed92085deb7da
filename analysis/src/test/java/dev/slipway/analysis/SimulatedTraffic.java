package dev.slipway.analysis;

import dev.slipway.analysis.statistics.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks of 5 s of a service whose versions fail and dawdle as told; the same for the same seed.
 */
final class SimulatedTraffic {

  /** Of a healthy version: share of requests slower than each default boundary. */
  static final List<Double> HEALTHY_LATENCY =
      List.of(0.93, 0.62, 0.2, 0.009, 0.0002, 0.000001, 0.0);

  private final Chance chance;
  private final long requests;
  private final double weight;

  private SimulatedTraffic(Chance chance, long requests, double weight) {
    this.chance = chance;
    this.requests = requests;
    this.weight = weight;
  }

  /**
   * @param perSecond requests of both versions
   * @param weight share of the canary, 0 to 1
   */
  static SimulatedTraffic of(long seed, double perSecond, double weight) {
    return new SimulatedTraffic(new Chance(seed), Math.round(perSecond * 5), weight);
  }

  /** The same stream of chance, with another share of the canary. */
  SimulatedTraffic at(double newWeight) {
    return new SimulatedTraffic(chance, requests, newWeight);
  }

  /** The block that ends {@code number} times 5 s after ready, from 1. */
  Block block(int number, Version canary, Version stable) {
    long toCanary = chance.binomial(requests, weight);
    return new Block(
        Duration.ofSeconds(5L * number), arm(toCanary, canary), arm(requests - toCanary, stable));
  }

  private ArmCounts arm(long requests, Version version) {
    List<Long> slower = new ArrayList<>();
    long left = requests;
    double before = 1;
    for (double share : version.slower()) {
      left = chance.binomial(left, before == 0 ? 0 : Math.min(1, share / before));
      before = share;
      slower.add(left);
    }
    return new ArmCounts(requests, chance.binomial(requests, version.errorRate()), slower);
  }

  /**
   * @param slower share of requests slower than each boundary
   */
  record Version(double errorRate, List<Double> slower) {

    static Version failing(double errorRate) {
      return new Version(errorRate, HEALTHY_LATENCY);
    }
  }
}
