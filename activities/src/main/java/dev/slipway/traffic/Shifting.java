package dev.slipway.traffic;

import dev.slipway.cluster.Pulse;
import dev.slipway.delivery.HeaderRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Sets a weight and waits until the router really uses it. */
public final class Shifting {

  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * What a look may take from the router's time. A longer silence is that of an API server which is
   * away: it is no disobedience of a router that could be neither told nor asked.
   */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);

  private static final double ROUNDING = 0.5;

  private final Router router;
  private final Pulse pulse;

  public Shifting(Router router, Pulse pulse) {
    this.router = router;
    this.pulse = pulse;
  }

  /** Whether the router can share traffic this way. */
  public boolean serves(Route route) {
    return router.serves(route);
  }

  /** What the router makes of a share. */
  public ShareOffer offer(Route route, int stableReplicas, double canary) {
    return router.offer(route, stableReplicas, canary);
  }

  /** Lets testers to the canary. */
  public void admit(Route route, HeaderRoute header) {
    router.admit(route, header);
  }

  /** Asks for it, and waits for nothing. */
  public void ask(Route route, double canary) {
    router.shift(route, canary);
  }

  /**
   * Whether the router obeyed within its time.
   *
   * @param asked the share to ask for
   * @param brought what the router makes of it
   */
  public boolean bring(Route route, double asked, double brought, @Nullable Object details) {
    router.shift(route, asked);
    return await(route, brought, details);
  }

  /** Whether the router came to use this weight within its time, asked for or not. */
  public boolean brought(Route route, double canary) {
    return await(route, canary, null);
  }

  private boolean await(Route route, double brought, @Nullable Object details) {
    Duration patience = router.patience(route);
    while (true) {
      Instant asked = pulse.now();
      if (isInForce(route, brought)) {
        return true;
      }
      if (!patience.isPositive()) {
        return false;
      }
      pulse.rest(LOOK, details);
      patience = patience.minus(shorter(Duration.between(asked, pulse.now()), ANSWERED_WITHIN));
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Whether the router uses this weight now. */
  public boolean isInForce(Route route, double canary) {
    OptionalDouble share = router.inForce(route).canary();
    return share.isPresent() && Math.abs(share.getAsDouble() - canary) < ROUNDING;
  }

  /** {@code 10 %}, or why there is none. */
  public String inForce(Route route) {
    return router.inForce(route).sentence();
  }
}
