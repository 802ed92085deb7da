package dev.slipway.traffic;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.HeaderRoute;
import java.time.Duration;
import java.util.List;

/** The first of several routers that can share traffic the way a route wants it. */
public final class RouterByRoute implements Router {

  private final List<Router> routers;

  public RouterByRoute(Router... routers) {
    this(List.of(routers));
  }

  private RouterByRoute(List<Router> routers) {
    this.routers = routers;
  }

  @Override
  public Router within(Target target) {
    return new RouterByRoute(routers.stream().map(router -> router.within(target)).toList());
  }

  @Override
  public boolean serves(Route route) {
    return routers.stream().anyMatch(router -> router.serves(route));
  }

  @Override
  public void shift(Route route, double canary) {
    of(route).shift(route, canary);
  }

  @Override
  public void admit(Route route, HeaderRoute header) {
    of(route).admit(route, header);
  }

  @Override
  public ShareInForce inForce(Route route) {
    return of(route).inForce(route);
  }

  @Override
  public ShareOffer offer(Route route, int stableReplicas, double canary) {
    return of(route).offer(route, stableReplicas, canary);
  }

  @Override
  public Duration patience(Route route) {
    return of(route).patience(route);
  }

  private Router of(Route route) {
    return routers.stream()
        .filter(router -> router.serves(route))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no router shares by " + route));
  }
}
