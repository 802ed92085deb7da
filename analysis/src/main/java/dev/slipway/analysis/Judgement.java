package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.MixtureEvidence;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import dev.slipway.analysis.statistics.TiltProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one merged block adds to an analysis. */
final class Judgement {

  private final AnalysisState before;
  private final PendingBlock block;
  private final AnalysisPlan plan;
  private final Instruments instruments;
  private final List<Defect> defects;
  private final Duration begin;

  Judgement(AnalysisState before, PendingBlock block) {
    this.before = before;
    this.block = block;
    this.plan = before.plan();
    this.instruments = plan.instruments();
    this.defects = instruments.defects();
    this.begin = block.begin().minus(before.firstBlock().orElse(Duration.ZERO));
  }

  /**
   * The state in which the block is judged; or left out, when a version served nothing in it or a
   * regression was found already: what led to the rollback stays as it was.
   */
  AnalysisState state() {
    boolean judged = block.comparable() && before.regressedAt().isEmpty();
    List<Comparison> comparisons = judged ? compared() : before.comparisons();
    List<MixtureEvidence> tilts = judged ? tilted() : before.tilts();
    return new AnalysisState(
        plan,
        before.observedUntil(),
        before.firstBlock(),
        regressedAt(comparisons, tilts),
        Optional.empty(),
        before.step(),
        comparisons,
        tilts,
        judged ? proven() : before.proofs());
  }

  private List<Comparison> compared() {
    List<Comparison> comparisons = new ArrayList<>(before.comparisons());
    for (int i = 0; i < defects.size(); i++) {
      Defect defect = defects.get(i);
      if (isJudged(defect)) {
        comparisons.set(i, compared(defect, comparisons.get(i), count(defect)));
      }
    }
    return comparisons;
  }

  private Comparison compared(Defect defect, Comparison known, BadCounts counts) {
    return new Comparison(
        known.total().plus(counts),
        instruments.process(defect).observe(known.evidence(), counts, begin),
        instruments
            .boost(defect)
            .map(boost -> boost.logBoost(known.evidence(), known.logBoost(), counts, begin))
            .orElse(known.logBoost()),
        instruments.followsDifference(defect)
            ? instruments.difference().observe(known.difference(), counts, known.total())
            : known.difference());
  }

  private List<MixtureEvidence> tilted() {
    List<MixtureEvidence> tilts = new ArrayList<>(before.tilts());
    List<MetricPlan> metrics = instruments.tilted();
    for (int i = 0; i < metrics.size(); i++) {
      MetricPlan metric = metrics.get(i);
      Optional<TiltProcess> tilt = instruments.tilt(metric);
      if (tilt.isPresent() && metric.defects().stream().allMatch(this::isJudged)) {
        tilts.set(
            i,
            tilt.get()
                .observe(
                    tilts.get(i),
                    Buckets.of(metric, plan, block.canary()),
                    Buckets.of(metric, plan, block.stable()),
                    begin));
      }
    }
    return tilts;
  }

  private List<List<NoRegressionEvidence>> proven() {
    List<List<NoRegressionEvidence>> proofs = new ArrayList<>();
    for (int i = 0; i < plan.metrics().size(); i++) {
      proofs.add(proven(plan.metrics().get(i), before.proofs().get(i)));
    }
    return proofs;
  }

  private List<NoRegressionEvidence> proven(MetricPlan metric, List<NoRegressionEvidence> known) {
    List<NoRegressionEvidence> proofs = new ArrayList<>(known);
    List<Defect> ofMetric = metric.defects();
    for (int j = 0; j < ofMetric.size(); j++) {
      Defect defect = ofMetric.get(j);
      if (isJudged(defect)) {
        BadCounts earlier = before.comparisons().get(defects.indexOf(defect)).total();
        proofs.set(j, instruments.proof(metric).observe(known.get(j), count(defect), earlier));
      }
    }
    return proofs;
  }

  private Optional<Duration> regressedAt(
      List<Comparison> comparisons, List<MixtureEvidence> tilts) {
    if (before.regressedAt().isPresent()) {
      return before.regressedAt();
    }
    return new CombinedEvidence(plan, comparisons, tilts).log() >= Math.log(plan.bound())
        ? Optional.of(before.observedUntil())
        : Optional.empty();
  }

  /** A version that has just started is slow without fault, but it must not fail (2.6). */
  private boolean isJudged(Defect defect) {
    return !defect.needsWarmUp() || block.begin().compareTo(plan.warmUp()) >= 0;
  }

  private BadCounts count(Defect defect) {
    return defect.countIn(block.canary(), block.stable(), plan);
  }
}
