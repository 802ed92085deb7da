package dev.slipway.benchmarks.canary;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.AnalysisState;
import dev.slipway.analysis.ArmCounts;
import dev.slipway.analysis.Block;
import dev.slipway.analysis.CanaryAnalysis;
import dev.slipway.analysis.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The engine on simulated counts. */
final class Evaluation {

  private final int[] boundaries;
  private AnalysisState state;

  Evaluation(AnalysisPlan plan) {
    boundaries =
        plan.boundaries().stream()
            .mapToInt(seconds -> Scenario.BOUNDARIES.indexOf(1000 * seconds))
            .toArray();
    state = CanaryAnalysis.start(plan);
  }

  /**
   * @param end of the block in seconds
   */
  void observe(int end, Served canary, Served stable) {
    state =
        CanaryAnalysis.observe(
            state, new Block(Duration.ofSeconds(end), counts(canary), counts(stable)));
  }

  void nextStep() {
    state = CanaryAnalysis.nextStep(state);
  }

  boolean hasRegressed() {
    return state.regressedAt().isPresent();
  }

  boolean isProven() {
    return CanaryAnalysis.verdict(state) == Verdict.HEALTHY;
  }

  /** Whether the canary was served anything in this step. */
  boolean hasTraffic() {
    return state.step().canary() > 0;
  }

  private ArmCounts counts(Served served) {
    List<Long> slower = new ArrayList<>(boundaries.length);
    for (int boundary : boundaries) {
      slower.add(served.slower(boundary));
    }
    return new ArmCounts(served.requests(), served.errors(), slower);
  }
}
