package dev.slipway.benchmarks.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Kayenta's judge ({@code NetflixACAJudge} with {@code MannWhitneyClassifier}): one value a point
 * in time and version for each metric, errors in percent and the 99th percentile in milliseconds. A
 * metric is High when the lower end of the 98 % interval of its shift lies above a quarter of the
 * estimated shift; a High metric fails the release. How many requests a point stands for is not
 * known to it. The canary gets 10 %, and is compared with a fresh baseline of the same size, as
 * Spinnaker advises.
 *
 * @param point seconds that one value sums up
 * @param looks seconds at which all points so far are judged; after the last the canary is promoted
 *     or, where it is one of several runs, goes on
 * @param runs of so many looks, one after the other, that a promotion takes
 */
record KayentaJudge(String name, int point, List<Integer> looks, int runs) implements Rule {

  static final KayentaJudge DOCUMENTED =
      new KayentaJudge("Kayenta docs (1h, 60 pts)", 60, List.of(3600), 3);

  static final KayentaJudge FAST =
      new KayentaJudge("Kayenta fast (looks 5/10/15m, 15s pts)", 15, List.of(300, 600, 900), 1);

  private static final double WEIGHT = 0.1;
  private static final double CONFIDENCE_QUANTILE = 2.3263478740408408;
  private static final double TOLERANCE = 0.25;
  private static final List<ToDoubleFunction<Served>> METRICS =
      List.of(
          served -> 100 * (1 - served.successRate()), served -> Thresholds.quantile(served, 0.99));

  KayentaJudge {
    looks = List.copyOf(looks);
  }

  @Override
  public Trial begin(Scenario scenario) {
    return new Run();
  }

  private final class Run implements Trial {

    private final List<List<Double>> ofCanary = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<List<Double>> ofBaseline = List.of(new ArrayList<>(), new ArrayList<>());
    private final Served canaryPoint = new Served(Scenario.BOUNDARIES.size());
    private final Served baselinePoint = new Served(Scenario.BOUNDARIES.size());
    private int second;

    @Override
    public double weight() {
      return WEIGHT;
    }

    @Override
    public double baselineUntil() {
      return 2 * WEIGHT;
    }

    @Override
    public Decision after(Served canary, Served baseline) {
      canaryPoint.add(canary);
      baselinePoint.add(baseline);
      second += RequestStream.BLOCK_SECONDS;
      if (second % point == 0) {
        close(canaryPoint, ofCanary);
        close(baselinePoint, ofBaseline);
      }
      if (looks.contains(second) && isHigh()) {
        return Decision.ROLL_BACK;
      }
      return second == runs * looks.getLast() ? Decision.PROMOTE : Decision.GO_ON;
    }

    /** Without requests there is no value: such points are left out. */
    private void close(Served points, List<List<Double>> series) {
      if (points.requests() > 0) {
        for (int metric = 0; metric < METRICS.size(); metric++) {
          series.get(metric).add(METRICS.get(metric).applyAsDouble(points));
        }
      }
      points.clear();
    }

    private boolean isHigh() {
      for (int metric = 0; metric < METRICS.size(); metric++) {
        if (isHigher(values(ofCanary.get(metric)), values(ofBaseline.get(metric)))) {
          return true;
        }
      }
      return false;
    }
  }

  private static double[] values(List<Double> series) {
    return series.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static boolean isHigher(double[] experiment, double[] control) {
    if (experiment.length == 0 || control.length == 0) {
      return false;
    }
    MannWhitney test = new MannWhitney(experiment, control);
    return !test.isTied()
        && test.leastShift(CONFIDENCE_QUANTILE) > TOLERANCE * Math.abs(test.shift());
  }
}
