package dev.slipway.rollout;

import dev.slipway.cluster.Target;

/**
 * A canary as the workload's kind makes it: of derived objects beside a Deployment, or by the
 * controller of a Rollout of Argo Rollouts. What is live decides, so that traffic can be taken back
 * without a look at Git.
 */
public final class CanaryByWorkload implements CanaryActivities {

  private final Instruments instruments;
  private final CanaryActivities derived;
  private final CanaryActivities argo;

  public CanaryByWorkload(Instruments instruments) {
    this.instruments = instruments;
    derived = new DerivedCanary(instruments);
    argo = new ArgoCanary(instruments);
  }

  private CanaryActivities of(Target target) {
    return ArgoVersions.isLive(instruments, target) ? argo : derived;
  }

  @Override
  public CanaryReadiness begin(CanaryOrder order) {
    return of(order.target()).begin(order);
  }

  @Override
  public StepReport step(StepOrder order) {
    return of(order.target()).step(order);
  }

  @Override
  public CanaryReadiness promote(PromoteOrder order) {
    return of(order.target()).promote(order);
  }

  @Override
  public void withdraw(WithdrawOrder order) {
    of(order.target()).withdraw(order);
  }
}
