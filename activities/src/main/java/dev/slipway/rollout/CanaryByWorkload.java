package dev.slipway.rollout;

import dev.slipway.cluster.Target;

/**
 * A canary as the workload's kind makes it: of derived objects beside a Deployment, or by the
 * controller of a Rollout of Argo Rollouts. What is live decides, so that traffic can be taken back
 * without a look at Git.
 */
public final class CanaryByWorkload implements CanaryActivities {

  private final Instruments instruments;

  public CanaryByWorkload(Instruments instruments) {
    this.instruments = instruments;
  }

  private CanaryActivities of(Target target) {
    Instruments own = instruments.within(target);
    return ArgoVersions.isLive(own, target) ? new ArgoCanary(own) : new DerivedCanary(own);
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
