package dev.slipway.benchmarks.canary;

import dev.slipway.benchmarks.canary.Scenario.Bad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A canary at a constant weight, to count the errors that a sequential test needs: Wald's bound
 * says that none which rolls back a healthy canary with a probability of at most alpha stops this
 * one after fewer than {@code ln(1/alpha)/KL} errors of both versions on average, KL being what one
 * error tells about who made it (ANALYSIS-POWER.md 2.3).
 *
 * @param stable error rate
 * @param canary error rate
 * @param weight share of the canary
 */
record WaldCell(double stable, double canary, double weight) {

  static final int MINUTES = 40;

  static final List<WaldCell> ALL = all();

  private static final int REQUESTS_PER_SECOND = 100;

  /**
   * @param meanErrors of both versions until the run stopped, or ended without
   * @param stopped how many stopped in time
   */
  record Result(double meanErrors, Share stopped) {}

  private static List<WaldCell> all() {
    List<WaldCell> cells = new ArrayList<>();
    for (double[] rates :
        new double[][] {{0.001, 0.002}, {0.001, 0.003}, {0.001, 0.01}, {0.01, 0.02}}) {
      for (double weight : new double[] {0.1, 0.5}) {
        cells.add(new WaldCell(rates[0], rates[1], weight));
      }
    }
    return List.copyOf(cells);
  }

  String name() {
    return String.format(
        Locale.ROOT, "%.1f -> %.1f %%, %.0f %%", 100 * stable, 100 * canary, 100 * weight);
  }

  /** With the ratio of rates, as the source has it. */
  double bound(double alpha) {
    double share = weight * canary / (weight * canary + (1 - weight) * stable);
    double divergence =
        share * Math.log(share / weight) + (1 - share) * Math.log((1 - share) / (1 - weight));
    return Math.log(1 / alpha) / divergence;
  }

  Result run(Slipway rule, int runs) {
    Scenario scenario = scenario();
    long stopped = 0;
    double errors = 0;
    for (int seed = 1; seed <= runs; seed++) {
      Evaluation evaluation = new Evaluation(rule.settings().plan(rule.plan(), scenario));
      RequestStream stream = new RequestStream(scenario, seed);
      for (int block = 1; block * RequestStream.BLOCK_SECONDS <= MINUTES * 60; block++) {
        stream.next();
        Served ofCanary = stream.served(Arm.CANARY, 0, weight);
        Served ofStable = stream.served(Arm.STABLE, weight, 1);
        errors += ofCanary.errors() + ofStable.errors();
        evaluation.observe(block * RequestStream.BLOCK_SECONDS, ofCanary, ofStable);
        if (evaluation.hasRegressed()) {
          stopped++;
          break;
        }
      }
    }
    return new Result(errors / runs, new Share(stopped, runs));
  }

  private Scenario scenario() {
    LatencyLaw latency = LatencyLaw.lognormal(60, 0.6);
    return new Scenario(
        name(),
        Bad.ERRORS,
        REQUESTS_PER_SECOND,
        stable,
        canary,
        0,
        latency,
        latency,
        0,
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty());
  }
}
