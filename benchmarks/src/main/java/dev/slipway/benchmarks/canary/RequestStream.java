package dev.slipway.benchmarks.canary;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The requests of one simulated release in blocks of 5 s, as counts.
 *
 * <p>The traffic is cut into slices, and each slice has an outcome at either version: what it would
 * meet there. A rule that gives the canary a weight sees the canary's outcome of the slices below
 * it and stable's of those above. So all rules see the same requests whatever they decide, and a
 * slice that nobody looks at is not even drawn. Seeds: scenario, release, block, slice and version.
 */
final class RequestStream {

  static final int BLOCK_SECONDS = 5;

  private static final double[] CUTS = {0, 0.01, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.9, 1};
  private static final int SLICES = CUTS.length - 1;
  private static final int WHOLE = -1;

  private final Scenario scenario;
  private final long seed;
  private final Map<Arm, Double> podFactors = new EnumMap<>(Arm.class);
  private final long[] requests = new long[SLICES];
  private final Served[][] outcomes = new Served[SLICES][Arm.values().length];
  private final boolean[][] drawn = new boolean[SLICES][Arm.values().length];
  private final Map<LatencyLaw, double[]> slowerShares = new java.util.HashMap<>();
  private int block = -1;
  private final SharedBursts bursts;

  /**
   * @param release number of the run, the seed that is printed
   */
  RequestStream(Scenario scenario, long release) {
    this.scenario = scenario;
    this.seed = seed(scenario, release);
    this.bursts = new SharedBursts(scenario.bursts());
    for (Served[] slice : outcomes) {
      for (Arm arm : Arm.values()) {
        slice[arm.index()] = new Served(Scenario.BOUNDARIES.size());
      }
    }
    Draws draws = new Draws(Draws.seed(seed, WHOLE, WHOLE));
    scenario.pods().ifPresent(pods -> drawPods(pods, draws));
    bursts.begin(draws);
  }

  /** Of the streams of one release: its number, and the scenario's name. */
  static long seed(Scenario scenario, long release) {
    CRC32 sum = new CRC32();
    sum.update(scenario.name().getBytes(StandardCharsets.UTF_8));
    return Draws.seed(sum.getValue(), release);
  }

  /** Goes on to the next block. */
  void next() {
    block++;
    Draws draws = new Draws(Draws.seed(seed, block, WHOLE));
    if (block > 0) {
      bursts.next(draws);
    }
    long left = draws.poisson(scenario.requestsPerSecond() * BLOCK_SECONDS * bursts.load());
    for (int slice = 0; slice < SLICES; slice++) {
      long here = draws.binomial(left, (CUTS[slice + 1] - CUTS[slice]) / (1 - CUTS[slice]));
      requests[slice] = here;
      left -= here;
      drawn[slice][0] = false;
      drawn[slice][1] = false;
    }
  }

  /** Second in which the present block began. */
  int second() {
    return block * BLOCK_SECONDS;
  }

  /** What the requests between two shares of the traffic meet at a version in this block. */
  Served served(Arm arm, double from, double to) {
    Served sum = new Served(Scenario.BOUNDARIES.size());
    for (int slice = cut(from); slice < cut(to); slice++) {
      sum.add(outcome(slice, arm));
    }
    return sum;
  }

  private static int cut(double share) {
    for (int i = 0; i < CUTS.length; i++) {
      if (CUTS[i] == share) {
        return i;
      }
    }
    throw new IllegalArgumentException("The traffic is not cut at " + share + ".");
  }

  private Served outcome(int slice, Arm arm) {
    Served outcome = outcomes[slice][arm.index()];
    if (!drawn[slice][arm.index()]) {
      drawn[slice][arm.index()] = true;
      Draws draws = new Draws(Draws.seed(seed, block, slice, arm.index()));
      long served = requests[slice];
      double rate =
          Math.min(
              1,
              scenario.errors(arm, second()) * bursts.errors() * podFactors.getOrDefault(arm, 1.0));
      outcome.draw(
          draws,
          served,
          failures(draws, served, rate),
          slowerShares.computeIfAbsent(
              scenario.latency(arm, second()), RequestStream::slowerShares));
    }
    return outcome;
  }

  private long failures(Draws draws, long served, double rate) {
    if (scenario.clusterMean() <= 1) {
      return draws.binomial(served, rate);
    }
    long failed = 0;
    for (long cluster = draws.binomial(served, rate / scenario.clusterMean());
        cluster > 0;
        cluster--) {
      failed += draws.geometric(scenario.clusterMean());
    }
    return Math.min(served, failed);
  }

  static double[] slowerShares(LatencyLaw law) {
    return Scenario.BOUNDARIES.stream().mapToDouble(law::slowerThan).toArray();
  }

  private void drawPods(Scenario.Pods pods, Draws draws) {
    podFactors.put(Arm.CANARY, meanOf(pods.canary(), pods.deviation(), draws));
    podFactors.put(Arm.STABLE, meanOf(pods.stable(), pods.deviation(), draws));
  }

  private static double meanOf(int pods, double deviation, Draws draws) {
    double sum = 0;
    for (int i = 0; i < pods; i++) {
      sum += Math.exp(deviation * draws.normal());
    }
    return sum / pods;
  }
}
