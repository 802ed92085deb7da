package dev.slipway.benchmarks.canary;

import java.util.List;

/**
 * Flagger's loop (its {@code scheduler.go}): at each tick it first rolls back if the failed checks
 * have reached the threshold, then looks at the last interval. A failed check counts for ever and
 * keeps the weight; a passed one raises it, and after the last weight promotes.
 *
 * @param interval seconds between ticks
 * @param threshold failed checks that end the release, at the tick after the last of them
 * @param weights shares of the canary
 * @param ticksEach passed checks for which each weight is kept
 */
record Flagger(String name, int interval, int threshold, List<Double> weights, int ticksEach)
    implements Rule {

  /** Of the tutorial. */
  static final Flagger DOCUMENTED =
      new Flagger(
          "Flagger docs (1m, thr5, step10, max50)", 60, 5, List.of(0.1, 0.2, 0.3, 0.4, 0.5), 1);

  /** Looks every 10 s; five minutes at each weight. */
  static final Flagger FAST =
      new Flagger("Flagger fast (10s, thr3, 10/25/50)", 10, 3, List.of(0.1, 0.25, 0.5), 30);

  /** Of the tutorial: 99 % and 500 ms. */
  private static final Thresholds CHECKS = new Thresholds(0.99, 500);

  Flagger {
    weights = List.copyOf(weights);
  }

  @Override
  public Trial begin(Scenario scenario) {
    return new Loop();
  }

  private final class Loop implements Trial {

    private final Served window = new Served(Scenario.BOUNDARIES.size());
    private int second;
    private int failed;
    private int passed;

    @Override
    public double weight() {
      return weights.get(passed / ticksEach);
    }

    @Override
    public Decision after(Served canary, Served baseline) {
      window.add(canary);
      second += RequestStream.BLOCK_SECONDS;
      if (second % interval != 0) {
        return Decision.GO_ON;
      }
      if (failed >= threshold) {
        return Decision.ROLL_BACK;
      }
      if (CHECKS.areMetBy(window)) {
        passed++;
      } else {
        failed++;
      }
      window.clear();
      return passed == weights.size() * ticksEach ? Decision.PROMOTE : Decision.GO_ON;
    }
  }
}
