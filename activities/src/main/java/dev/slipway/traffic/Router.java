package dev.slipway.traffic;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.HeaderRoute;
import java.time.Duration;

/** Shares a service's traffic between two versions of it. */
public interface Router {

  /** The same router, writing as the account of one environment where it has one. */
  default Router within(Target target) {
    return this;
  }

  /** Whether it can share traffic this way. */
  default boolean serves(Route route) {
    return !route.isByPods() && !route.isByRollout();
  }

  /**
   * Asks for a share of traffic for the canary; the rest goes to stable. Idempotent. At 0 the route
   * is as it stands in Git: it names stable alone, and testers have no way of their own.
   *
   * @param canary 0 to 100
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when it does not answer, NOT_FOUND
   *     when there is no such route or it does not name the stable Service
   */
  void shift(Route route, double canary);

  /**
   * Lets requests with a header to the canary at any weight, by the Service of its testers, until
   * the share is set to 0. Idempotent.
   *
   * @throws UnsupportedOperationException when it has no such way: nothing is changed
   */
  default void admit(Route route, HeaderRoute header) {
    throw new UnsupportedOperationException("a share by pods has no way for testers");
  }

  /**
   * The canary's share that the router really uses now, or why it uses none: it does not say (yet),
   * does not accept the route, or has no such route.
   */
  ShareInForce inForce(Route route);

  /** How long it may take to obey: one that has not by then does not. */
  default Duration patience(Route route) {
    return Duration.ofSeconds(10);
  }

  /** What it makes of a share that is asked for. */
  default ShareOffer offer(Route route, int stableReplicas, double canary) {
    return new ShareOffer(canary, Capacity.forWeight(stableReplicas, canary), true);
  }
}
