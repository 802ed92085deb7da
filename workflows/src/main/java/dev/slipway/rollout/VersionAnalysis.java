package dev.slipway.rollout;

import dev.slipway.analysis.AnalysisReport;
import dev.slipway.analysis.AnalysisState;
import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.Block;
import dev.slipway.analysis.CanaryAnalysis;
import dev.slipway.analysis.Verdict;
import dev.slipway.delivery.Baseline;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The analysis of a version, which is not blamed for one pod of its own that alone fails.
 *
 * <p>While a pod is suspected the same analysis is kept twice: of the whole canary, and of the
 * canary without that pod. Once the pod is named, the second is the only one. It is named when its
 * siblings prove it, or when the canary would be found worse because of it and likely would not be
 * without it. That breaks no promise: to leave out the pod that is found worst can only lower the
 * canary's share of bad requests, so a healthy version is rolled back no more often; and a version
 * that is bad in more than one pod is found by the others.
 *
 * <p>One pod only, ever: where a second one fails, it is the version. Immutable. Not for workflows,
 * which leave the mathematics to activities.
 *
 * @param state of the analysis that counts
 * @param without the same without the pod that is suspected; null while none is
 * @param leftOut the pod that was named, and is left out; null while none was
 */
public record VersionAnalysis(
    AnalysisState state, @Nullable AnalysisState without, @Nullable String leftOut) {

  /** Of a state in which no pod was ever suspected. */
  public static VersionAnalysis of(AnalysisState state) {
    return new VersionAnalysis(state, null, null);
  }

  /** The pod that was named, if any was. */
  public Optional<String> lonePod() {
    return Optional.ofNullable(leftOut);
  }

  /**
   * Continues with a block.
   *
   * @param block of the whole canary
   * @param suspect the worst pod, once the block is known; empty while none is
   * @param canaryWithout what the canary counted without it; ignored without a suspect
   */
  public VersionAnalysis observe(
      Block block, Optional<SuspectedPod> suspect, ArmCounts canaryWithout) {
    Block reduced =
        suspect.isPresent() ? new Block(block.end(), canaryWithout, block.stable()) : block;
    if (leftOut != null) {
      boolean same = suspect.map(SuspectedPod::pod).filter(leftOut::equals).isPresent();
      return new VersionAnalysis(
          CanaryAnalysis.observe(state, same ? reduced : block), null, leftOut);
    }
    AnalysisState whole = CanaryAnalysis.observe(state, block);
    if (suspect.isEmpty()) {
      return of(whole);
    }
    AnalysisState rest = CanaryAnalysis.observe(without == null ? state : without, reduced);
    return isAlone(suspect.get(), whole, rest)
        ? new VersionAnalysis(rest, null, suspect.get().pod())
        : new VersionAnalysis(whole, rest, null);
  }

  /** The same where pods were added that are cold until then: see {@link CanaryAnalysis}. */
  public VersionAnalysis warmingUntil(Duration until) {
    return new VersionAnalysis(
        CanaryAnalysis.warmingUntil(state, until),
        without == null ? null : CanaryAnalysis.warmingUntil(without, until),
        leftOut);
  }

  /** The same at the next weight. */
  public VersionAnalysis nextStep() {
    return new VersionAnalysis(
        CanaryAnalysis.nextStep(state),
        without == null ? null : CanaryAnalysis.nextStep(without),
        leftOut);
  }

  /**
   * What is known of the version.
   *
   * @param baseline what it is compared with
   */
  public AnalysisReport report(Baseline baseline) {
    return CanaryAnalysis.report(state, baseline.words());
  }

  private static boolean isAlone(SuspectedPod suspect, AnalysisState whole, AnalysisState rest) {
    boolean shown =
        switch (suspect.proof()) {
          case SURE -> true;
          case LIKELY -> CanaryAnalysis.verdict(whole) == Verdict.REGRESSED;
          case HINT -> false;
        };
    return shown && CanaryAnalysis.verdict(rest) != Verdict.REGRESSED;
  }
}
