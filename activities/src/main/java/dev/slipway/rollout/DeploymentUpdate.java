package dev.slipway.rollout;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.DesiredState;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.Target;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.temporal.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The team's own Deployment brought from one revision to another in place, on any cluster: its
 * rolling update is the cluster's. See {@link RollingActivities} for what each method promises.
 */
public final class DeploymentUpdate implements RollingActivities {

  /** Pods are looked at this often while they are watched. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final String GONE = "its Deployment is gone";

  private final Instruments instruments;

  public DeploymentUpdate(Instruments instruments) {
    this.instruments = instruments;
  }

  /** What may not be applied is a candidate that is not healthy: the reason says why. */
  @Override
  public RollingReport update(RollingOrder order) {
    Target target = order.target();
    Instruments own = instruments.within(target);
    Instant deadline = own.pulse().now().plus(order.plan().readyWithin());
    try {
      DesiredState candidate = own.desired(target, order.candidate());
      requireDeployment(candidate);
      InPlace inPlace = new InPlace(own.cluster(), target);
      inPlace.bring(candidate, own.pulse(), deadline);
      inPlace.put(candidate);
    } catch (RefusedObjectException e) {
      return new RollingReport(false, e.reason());
    }
    Optional<WorkloadCondition> pods = settled(own, order);
    return new RollingReport(
        pods.map(WorkloadCondition::settled).orElse(false),
        pods.map(WorkloadCondition::sentence).orElse(GONE));
  }

  private static void requireDeployment(DesiredState candidate) {
    if (!candidate.workload().kind().equals("Deployment")) {
      throw new RefusedObjectException(
          candidate.workload().id() + " is brought in by a canary: leave 'rolling' to Deployments");
    }
  }

  /** Pods that are missing when the time is over are waited for, as long as at any other time. */
  @Override
  public RollingReport watch(RollingOrder order) {
    Duration time = order.plan().watch();
    Beginning beginning =
        instruments
            .pulse()
            .kept(Beginning.class)
            .orElseGet(() -> new Beginning(instruments.pulse().now()));
    Instant end = beginning.at().plus(time);
    Cluster cluster = instruments.within(order.target()).cluster();
    Vitals vitals = new Vitals("the new version");
    while (true) {
      Instant now = instruments.pulse().now();
      Optional<WorkloadCondition> pods =
          cluster.condition(order.target().namespace(), order.target().workload());
      Optional<String> trouble = vitals.trouble(pods, now);
      if (trouble.isPresent()) {
        return new RollingReport(false, trouble.get());
      }
      if (!now.isBefore(end) && pods.isPresent() && pods.get().settled()) {
        return new RollingReport(true, pods.get().sentence() + " for " + time.toSeconds() + " s");
      }
      instruments.pulse().rest(LOOK, beginning);
    }
  }

  @Override
  public void restore(RollingOrder order) {
    Instruments own = instruments.within(order.target());
    if (ArgoVersions.isLive(own, order.target())) {
      new ArgoCanary(own).withdraw(new WithdrawOrder(order.target(), order.stable()));
      return;
    }
    new InPlace(own.cluster(), order.target()).put(own.desired(order.target(), order.stable()));
    Optional<WorkloadCondition> pods = settled(own, order);
    if (pods.map(WorkloadCondition::ready).orElse(0) == 0) {
      throw FailureType.NOT_YET.retryable(
          "stable has no ready pod: " + pods.map(WorkloadCondition::sentence).orElse(GONE));
    }
  }

  private static Optional<WorkloadCondition> settled(Instruments own, RollingOrder order) {
    return own.settling()
        .await(
            order.target().namespace(),
            order.target().workload(),
            order.plan().readyWithin(),
            null);
  }

  /** What a heartbeat keeps: since when the pods are watched. */
  record Beginning(Instant at) {}
}
