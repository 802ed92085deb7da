package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BucketScores;
import dev.slipway.analysis.statistics.BucketTilt;
import dev.slipway.analysis.statistics.CostBalancedPrior;
import dev.slipway.analysis.statistics.DifferenceConfidence;
import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.EffectGrid;
import dev.slipway.analysis.statistics.LowTrafficEvidence;
import dev.slipway.analysis.statistics.NoRegressionProof;
import dev.slipway.analysis.statistics.OddsRatioProcess;
import dev.slipway.analysis.statistics.OvershootBoost;
import dev.slipway.analysis.statistics.TiltProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tests of a plan, set up once from what is known before the release. */
final class Instruments {

  /** What a spread of instances is allowed for by where it cannot be in the null: 99 % of it. */
  private static final double SPREAD_TO_MARGIN = 2.33;

  private static final double LARGEST_MARGIN = 3;

  private final AnalysisPlan plan;
  private final List<Double> boundaries;
  private final List<MetricPlan> custom;
  private final List<Defect> defects;
  private final Map<Defect, EffectGrid> grids = new LinkedHashMap<>();
  private final Map<Defect, OddsRatioProcess> processes = new HashMap<>();
  private final Map<Defect, OvershootBoost> boosts = new HashMap<>();
  // By identity: the hash of a metric with its history takes longer than many a test of it.
  private final IdentityHashMap<MetricPlan, NoRegressionProof> proofs = new IdentityHashMap<>();
  private final IdentityHashMap<MetricPlan, EffectGrid> tiltGrids = new IdentityHashMap<>();
  private final IdentityHashMap<MetricPlan, TiltProcess> tilts = new IdentityHashMap<>();
  private final List<MetricPlan> tilted;
  private final Optional<MetricPlan> quiet;
  private final DifferenceConfidence difference;
  private final double sumOfWeights;

  Instruments(AnalysisPlan plan) {
    this.plan = plan;
    this.boundaries = boundaries(plan.metrics());
    this.custom = plan.metrics().stream().filter(metric -> metric.kind().isCustom()).toList();
    this.defects = defects(plan.metrics(), boundaries);
    this.quiet = plan.metrics().stream().filter(this::isQuiet).findFirst();
    this.difference = new DifferenceConfidence(plan.phi());
    this.sumOfWeights = plan.metrics().stream().mapToDouble(MetricPlan::weight).sum();
    this.tilted = plan.metrics().stream().filter(this::isTilted).toList();
    for (MetricPlan metric : plan.metrics()) {
      proofs.put(metric, proof(metric, plan));
      if (isTilted(metric)) {
        EffectGrid grid = allowing(EffectGrid.TILT, metric.history().tiltSpread());
        tiltGrids.put(metric, grid);
        tilts.put(metric, new TiltProcess(new BucketTilt(scores(metric)), grid, plan.phi()));
      }
    }
    for (Defect defect : defects) {
      EffectGrid grid = grid(defect);
      grids.put(defect, grid);
      OddsRatioProcess process =
          new OddsRatioProcess(grid, plan.phi(), plan.edition().firstShare());
      processes.put(defect, process);
      if (plan.edition().boosts() && plan.phi() == 1 && defect.isRate()) {
        boosts.put(defect, new OvershootBoost(process, Math.log(plan.bound()) - logShare(defect)));
      }
    }
  }

  static List<Double> boundaries(List<MetricPlan> metrics) {
    return metrics.stream()
        .filter(metric -> metric.kind() == MetricPlan.Kind.LATENCY)
        .flatMap(metric -> metric.boundaries().stream())
        .distinct()
        .sorted()
        .toList();
  }

  List<Double> boundaries() {
    return boundaries;
  }

  List<MetricPlan> custom() {
    return custom;
  }

  /** All different defects: failed first, then by boundary, then those of custom metrics. */
  List<Defect> defects() {
    return defects;
  }

  /** The effects at which a defect's likelihood is kept. */
  EffectGrid gridOf(Defect defect) {
    return known(grids.get(defect));
  }

  /** How a defect is tested for being more likely at the canary. */
  OddsRatioProcess process(Defect defect) {
    return known(processes.get(defect));
  }

  /** What is paid out in advance; only for single rates that are not tempered. */
  Optional<OvershootBoost> boost(Defect defect) {
    return Optional.ofNullable(boosts.get(defect));
  }

  /** How a metric is proven to be not worse. */
  NoRegressionProof proof(MetricPlan metric) {
    return known(proofs.get(metric));
  }

  /** The metrics whose histogram is tested as a whole, in the plan's order. */
  List<MetricPlan> tilted() {
    return tilted;
  }

  Optional<TiltProcess> tilt(MetricPlan metric) {
    return Optional.ofNullable(tilts.get(metric));
  }

  EffectGrid tiltGrid(MetricPlan metric) {
    return known(tiltGrids.get(metric));
  }

  DifferenceConfidence difference() {
    return difference;
  }

  /** Whether the difference of its rates is followed for the report. */
  boolean followsDifference(Defect defect) {
    return plan.edition().followsDifference() && defect.isRate();
  }

  /** The metric that has a low-traffic component (C5). */
  Optional<MetricPlan> quiet() {
    return quiet;
  }

  /** Logarithm of a metric's share in the combined evidence; all shares sum to 1. */
  double logShare(MetricPlan metric) {
    double rest = quiet.isPresent() ? 1 - LowTrafficEvidence.SHARE : 1;
    return Math.log(rest * metric.weight() / sumOfWeights);
  }

  /** The most bytes that a state can take. */
  int mostBytes() {
    return StateSize.most(plan, this);
  }

  private static <T> T known(@Nullable T instrument) {
    return Objects.requireNonNull(instrument, "only what belongs to the plan is asked for");
  }

  private double logShare(Defect rate) {
    return Math.log(
        plan.metrics().stream()
            .filter(metric -> metric.defects().contains(rate))
            .mapToDouble(metric -> Math.exp(logShare(metric)))
            .sum());
  }

  private boolean isQuiet(MetricPlan metric) {
    MetricHistory history = metric.history();
    return plan.phi() == 1
        && history.peakRate().isPresent()
        && history.rate().isPresent()
        && plan.traffic()
            .filter(
                traffic ->
                    LowTrafficEvidence.fits(
                        traffic.requestsPerSecond(), history.rate().getAsDouble()))
            .isPresent();
  }

  /** Of metrics with the same defect the first one's history holds. */
  private EffectGrid grid(Defect defect) {
    MetricHistory history =
        plan.metrics().stream()
            .filter(metric -> metric.defects().contains(defect))
            .findFirst()
            .map(MetricPlan::history)
            .orElse(MetricHistory.NONE);
    EffectGrid grid = defect.grid();
    if (grid == EffectGrid.ERRORS && history.rate().isPresent() && plan.traffic().isPresent()) {
      grid =
          grid.withWeights(
              CostBalancedPrior.weights(
                      history.rate().getAsDouble(), plan.traffic().get().planned())
                  .stream()
                  .toArray());
    }
    return allowing(grid, history.spread());
  }

  /** A spread in the null is proven for requests that are routed by themselves only. */
  private EffectGrid allowing(EffectGrid grid, double spread) {
    if (plan.phi() == 1) {
      return grid.withPodEffects(spread);
    }
    return spread < EffectGrid.SMALLEST_TAU
        ? grid
        : grid.withMargin(Math.min(LARGEST_MARGIN, SPREAD_TO_MARGIN * spread));
  }

  /** Of two buckets the tilt would say what their boundary says. */
  private boolean isTilted(MetricPlan metric) {
    return !metric.history().bucketShares().isEmpty()
        || (plan.edition().tiltsWithoutHistory() && metric.boundaries().size() > 1);
  }

  /**
   * Without history as if each bucket were as full as the others: any scores that are fixed before
   * the release and rise with latency keep the proof, and these lose little of a shift.
   */
  private static Doubles scores(MetricPlan metric) {
    List<Double> shares = metric.history().bucketShares();
    Doubles scores =
        BucketScores.of(
            shares.isEmpty() ? Collections.nCopies(metric.boundaries().size() + 1, 1.0) : shares);
    return switch (metric.worse()) {
      case HIGHER -> scores;
      case LOWER -> Doubles.generate(scores.size(), b -> -scores.get(b));
    };
  }

  private static NoRegressionProof proof(MetricPlan metric, AnalysisPlan plan) {
    NoRegressionProof proof =
        metric.kind().hasBoundaries()
            ? NoRegressionProof.ofLatency(metric.tolerance(), plan.phi())
            : NoRegressionProof.ofErrors(metric.tolerance(), plan.phi());
    return proof.withStakes(plan.edition().stakes());
  }

  private static List<Defect> defects(List<MetricPlan> metrics, List<Double> boundaries) {
    List<Defect> all = new ArrayList<>();
    if (metrics.stream().anyMatch(metric -> metric.kind() == MetricPlan.Kind.ERROR_RATE)) {
      all.add(new Defect.Failed());
    }
    boundaries.forEach(boundary -> all.add(new Defect.SlowerThan(boundary)));
    metrics.stream()
        .filter(metric -> metric.kind().isCustom())
        .forEach(metric -> all.addAll(metric.defects()));
    return List.copyOf(all);
  }
}
