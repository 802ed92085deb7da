package dev.slipway.benchmarks.still;

import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncActivities;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.gitops.RenderedState;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.CanaryActivities;
import dev.slipway.rollout.CanaryOrder;
import dev.slipway.rollout.CanaryReadiness;
import dev.slipway.rollout.Evidence;
import dev.slipway.rollout.PromoteOrder;
import dev.slipway.rollout.StepOrder;
import dev.slipway.rollout.StepReport;
import dev.slipway.rollout.WithdrawOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cluster in which everything is healthy, and every step advances, at once. */
public final class StillCluster implements SyncActivities, CanaryActivities {

  private static final CanaryReadiness READY = new CanaryReadiness(true, "2 of 2 ready");

  @Override
  public SyncReport apply(SyncOrder order) {
    return new SyncReport(
        new RenderedState(order.commit(), "", "", Optional.empty(), 3),
        List.of(),
        List.of(),
        false,
        List.of(),
        List.of(),
        Health.HEALTHY,
        "");
  }

  @Override
  public SyncReport compare(SyncOrder order) {
    return apply(order);
  }

  @Override
  public CanaryReadiness begin(CanaryOrder order) {
    return READY;
  }

  @Override
  public StepReport step(StepOrder order) {
    return new StepReport(
        StepReport.End.ADVANCE,
        "nothing was observed",
        Duration.ofSeconds(60),
        new AnalysisReading(Verdict.HEALTHY, 1, 164, true, List.of(), "nothing was observed"),
        new Evidence(1, "nothing"));
  }

  @Override
  public CanaryReadiness promote(PromoteOrder order) {
    return READY;
  }

  @Override
  public void withdraw(WithdrawOrder order) {
    throw new IllegalStateException("no rollout of a benchmark goes back, but this does: " + order);
  }
}
