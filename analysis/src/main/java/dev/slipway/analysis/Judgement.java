package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one merged block adds to an analysis. */
final class Judgement {

  private final AnalysisState before;
  private final PendingBlock block;
  private final AnalysisPlan plan;
  private final List<Defect> defects;

  Judgement(AnalysisState before, PendingBlock block) {
    this.before = before;
    this.block = block;
    this.plan = before.plan();
    this.defects = plan.defects();
  }

  /**
   * The state in which the block is judged; or left out, when a version served nothing in it or a
   * regression was found already: what led to the rollback stays as it was.
   */
  AnalysisState state() {
    boolean judged = block.comparable() && before.regressedAt().isEmpty();
    List<Comparison> comparisons = judged ? compared() : before.comparisons();
    return new AnalysisState(
        plan,
        before.observedUntil(),
        before.firstBlock(),
        regressedAt(comparisons),
        Optional.empty(),
        before.step(),
        comparisons,
        judged ? proven() : before.proofs());
  }

  private List<Comparison> compared() {
    Duration begin = block.begin().minus(before.firstBlock().orElse(Duration.ZERO));
    List<Comparison> comparisons = new ArrayList<>(before.comparisons());
    for (int i = 0; i < defects.size(); i++) {
      Defect defect = defects.get(i);
      if (isJudged(defect)) {
        BadCounts counts = count(defect);
        Comparison known = comparisons.get(i);
        comparisons.set(
            i,
            new Comparison(
                known.total().plus(counts),
                plan.oddsRatioProcess(defect).observe(known.evidence(), counts, begin)));
      }
    }
    return comparisons;
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
        proofs.set(j, plan.noRegressionProof(metric).observe(known.get(j), count(defect), earlier));
      }
    }
    return proofs;
  }

  private Optional<Duration> regressedAt(List<Comparison> comparisons) {
    if (before.regressedAt().isPresent()) {
      return before.regressedAt();
    }
    return new CombinedEvidence(plan, comparisons).log() >= Math.log(plan.bound())
        ? Optional.of(before.observedUntil())
        : Optional.empty();
  }

  /** A version that has just started is slow without fault, but it must not fail (2.6). */
  private boolean isJudged(Defect defect) {
    return !defect.needsWarmUp() || block.begin().compareTo(plan.warmUp()) >= 0;
  }

  private BadCounts count(Defect defect) {
    return defect.countIn(block.canary(), block.stable(), plan.boundaries());
  }
}
