package dev.slipway.benchmarks.canary;

/**
 * A test of two proportions on all counts so far, for errors and for requests slower than 250 ms
 * (those after the first minute); the canary goes back when one of them lies that many standard
 * deviations above stable's.
 *
 * @param deviations 2.576 for half a percent, one-sided, if one looked once
 * @param every seconds between looks
 */
record ZTest(String name, double deviations, int every) implements Rule {

  static final ZTest FIXED_HORIZON = new ZTest("z fixed horizon 15m", 2.5758, 900);

  static final ZTest PEEKING = new ZTest("z naive peeking 5s", 2.5758, 5);

  static final ZTest CALIBRATED = new ZTest("z peeking calibrated on AA100 (z=4.33)", 4.33, 5);

  private static final int BOUNDARY = Scenario.BOUNDARIES.indexOf(250.0);
  private static final int WARM_UP = 60;

  @Override
  public Trial begin(Scenario scenario) {
    return new Run();
  }

  private final class Run implements Trial {

    private final Served canaryAll = new Served(Scenario.BOUNDARIES.size());
    private final Served stableAll = new Served(Scenario.BOUNDARIES.size());
    private final Served canaryWarm = new Served(Scenario.BOUNDARIES.size());
    private final Served stableWarm = new Served(Scenario.BOUNDARIES.size());
    private int second;

    @Override
    public double weight() {
      return FixedSteps.weightFrom(second);
    }

    @Override
    public Decision after(Served canary, Served baseline) {
      canaryAll.add(canary);
      stableAll.add(baseline);
      if (second >= WARM_UP) {
        canaryWarm.add(canary);
        stableWarm.add(baseline);
      }
      second += RequestStream.BLOCK_SECONDS;
      if (second % every == 0
          && (excess(
                      canaryAll.errors(),
                      canaryAll.requests(),
                      stableAll.errors(),
                      stableAll.requests())
                  > deviations
              || excess(
                      canaryWarm.slower(BOUNDARY),
                      canaryWarm.requests(),
                      stableWarm.slower(BOUNDARY),
                      stableWarm.requests())
                  > deviations)) {
        return Decision.ROLL_BACK;
      }
      return second == FixedSteps.SECONDS ? Decision.PROMOTE : Decision.GO_ON;
    }
  }

  /** In standard deviations of the pooled rate; 0 where there is nothing to compare. */
  private static double excess(long canaryBad, long canary, long stableBad, long stable) {
    if (canary == 0 || stable == 0) {
      return 0;
    }
    double pooled = (double) (canaryBad + stableBad) / (canary + stable);
    double deviation = Math.sqrt(pooled * (1 - pooled) * (1.0 / canary + 1.0 / stable));
    return deviation == 0
        ? 0
        : ((double) canaryBad / canary - (double) stableBad / stable) / deviation;
  }
}
