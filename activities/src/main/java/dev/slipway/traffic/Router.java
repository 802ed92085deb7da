package dev.slipway.traffic;

/** Shares a service's traffic between two versions of it. */
public interface Router {

  /**
   * Asks for a share of traffic for the canary; the rest goes to stable. Idempotent. At 0 the route
   * is as it stands in Git: it names stable alone.
   *
   * @param canary 0 to 100
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when it does not answer, NOT_FOUND
   *     when there is no such route or it does not name the stable Service
   */
  void shift(Route route, double canary);

  /**
   * The canary's share that the router really uses now, or why it uses none: it does not say (yet),
   * does not accept the route, or has no such route.
   */
  ShareInForce inForce(Route route);
}
