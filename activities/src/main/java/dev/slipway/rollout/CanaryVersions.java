package dev.slipway.rollout;

import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.ShareOffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The canary and the stable version beside it, as a step looks after them. */
interface CanaryVersions {

  /**
   * Brings the canary the pods that it needs for a weight, a fresh baseline those for its own, and
   * waits for them. They never shrink while they are watched.
   *
   * @param weight as it was asked for
   * @param offer what the router makes of it
   * @param details the heartbeat's details meanwhile
   * @return the canary once it is settled or failed, else what it is when the time is over; empty
   *     when it is gone
   */
  Optional<WorkloadCondition> carry(
      Route route, double weight, ShareOffer offer, Duration within, @Nullable Object details);

  /** How the canary's pods are; empty when it is gone. */
  Optional<WorkloadCondition> condition();

  /** How a fresh baseline's pods are, where there is one; empty when it is gone. */
  default Optional<WorkloadCondition> baselineCondition() {
    return Optional.empty();
  }

  /** How stable's pods are; empty when it is gone. */
  Optional<WorkloadCondition> stableCondition();

  /** Pods that stable is asked to have, whoever asked (a person, an autoscaler). */
  int stableReplicas();

  /** Keeps how a step ended, before its traffic is taken away: a retry must not give it again. */
  void keep(int step, StepReport report);
}
