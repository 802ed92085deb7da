package dev.slipway.benchmarks.canary;

/**
 * A background analysis of Argo Rollouts (its {@code analysis.go}): each metric is measured at the
 * end of each interval, and fails when it was unsuccessful more often than its limit, ever. No
 * value is no success.
 *
 * @param interval seconds between measurements, and that each looks back
 * @param failureLimit unsuccessful measurements of a metric that are forgiven
 */
record ArgoRollouts(String name, int interval, Thresholds conditions, int failureLimit)
    implements Rule {

  private static final double NO_LIMIT = Double.MAX_VALUE;

  /** The example of its documentation. */
  static final ArgoRollouts DOCUMENTED =
      new ArgoRollouts("Argo docs (5m, >=95%, limit3)", 300, new Thresholds(0.95, NO_LIMIT), 3);

  static final ArgoRollouts TYPICAL =
      new ArgoRollouts(
          "Argo typical (1m, >=99%, p99<500, limit3)", 60, new Thresholds(0.99, 500), 3);

  static final ArgoRollouts STRICT =
      new ArgoRollouts("Argo strict (1m, >=99%, limit0)", 60, new Thresholds(0.99, 500), 0);

  @Override
  public Trial begin(Scenario scenario) {
    return new Run();
  }

  private final class Run implements Trial {

    private final Thresholds success = new Thresholds(conditions.leastSuccess(), NO_LIMIT);
    private final Thresholds duration = new Thresholds(0, conditions.longest());
    private final Served window = new Served(Scenario.BOUNDARIES.size());
    private int second;
    private int unsuccessful;
    private int slow;

    @Override
    public double weight() {
      return FixedSteps.weightFrom(second);
    }

    @Override
    public Decision after(Served canary, Served baseline) {
      window.add(canary);
      second += RequestStream.BLOCK_SECONDS;
      if (second % interval == 0) {
        unsuccessful += success.areMetBy(window) ? 0 : 1;
        slow += duration.areMetBy(window) ? 0 : 1;
        window.clear();
      }
      if (Math.max(unsuccessful, slow) > failureLimit) {
        return Decision.ROLL_BACK;
      }
      return second == FixedSteps.SECONDS ? Decision.PROMOTE : Decision.GO_ON;
    }
  }
}
