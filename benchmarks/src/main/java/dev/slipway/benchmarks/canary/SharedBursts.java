package dev.slipway.benchmarks.canary;

import java.util.Optional;

/**
 * The bursts of load and errors that all versions share, block after block; none where none are.
 */
final class SharedBursts {

  private final Optional<Scenario.Bursts> bursts;
  private double ofErrors;
  private double ofLoad;

  SharedBursts(Optional<Scenario.Bursts> bursts) {
    this.bursts = bursts;
  }

  /** In the state that the series have after a long time. */
  void begin(Draws draws) {
    bursts.ifPresent(
        each -> {
          double deviation = each.deviation() / Math.sqrt(1 - each.memory() * each.memory());
          ofErrors = deviation * draws.normal();
          ofLoad = deviation * draws.normal();
        });
  }

  void next(Draws draws) {
    bursts.ifPresent(
        each -> {
          ofErrors = each.memory() * ofErrors + each.deviation() * draws.normal();
          ofLoad = each.memory() * ofLoad + each.deviation() * draws.normal();
        });
  }

  /** By which the usual share of errors is multiplied. */
  double errors() {
    return bursts.map(each -> Math.exp(each.errors() * ofErrors)).orElse(1.0);
  }

  /** By which the usual load is multiplied. */
  double load() {
    return bursts
        .map(each -> Math.exp(each.load() * ofLoad - each.load() * each.load() / 2))
        .orElse(1.0);
  }
}
