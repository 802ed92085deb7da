package dev.slipway.rollout;

import dev.slipway.delivery.Baseline;
import dev.slipway.traffic.Route;
import java.util.Optional;

/**
 * A canary made of objects derived from the team's own Deployment and Service, beside them, on any
 * cluster and router. See {@link CanaryActivities} for what each method promises.
 */
public final class DerivedCanary implements CanaryActivities {

  private final Instruments instruments;

  public DerivedCanary(Instruments instruments) {
    this.instruments = instruments;
  }

  @Override
  public CanaryReadiness begin(CanaryOrder order) {
    return new Preparation(instruments.within(order.target()), order).run();
  }

  @Override
  public StepReport step(StepOrder order) {
    Instruments own = instruments.within(order.target());
    LiveCanary canary = new LiveCanary(own, order.target());
    Optional<StepReport> kept = canary.kept(order.step());
    if (kept.isPresent()) {
      new Withdrawal(own, new WithdrawOrder(order.target(), order.stable())).shift();
      return kept.get();
    }
    Optional<StepCheckpoint> checkpoint = own.pulse().kept(StepCheckpoint.class);
    Optional<Route> route = canary.route();
    Baseline baseline = order.plan().baseline();
    if (route.isEmpty()) {
      return CanaryStep.gone(order, "the canary's");
    }
    if (baseline == Baseline.FRESH && route.get().baseline() == Baseline.STABLE) {
      return CanaryStep.gone(order, "the fresh baseline's");
    }
    return new CanaryStep(order, own, canary, route.get().withBaseline(baseline), checkpoint).run();
  }

  @Override
  public CanaryReadiness promote(PromoteOrder order) {
    return new Promotion(instruments.within(order.target()), order).run();
  }

  @Override
  public void withdraw(WithdrawOrder order) {
    new Withdrawal(instruments.within(order.target()), order).run();
  }
}
