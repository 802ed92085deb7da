package dev.slipway.traffic;

import dev.slipway.cluster.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Sets a weight and waits until the router really uses it. */
public final class Shifting {

  private static final Duration LOOK = Duration.ofMillis(50);

  /** A router that has not obeyed after this long does not obey. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final double ROUNDING = 0.5;

  private final Router router;
  private final Pulse pulse;

  public Shifting(Router router, Pulse pulse) {
    this.router = router;
    this.pulse = pulse;
  }

  /** Asks for it, and waits for nothing. */
  public void ask(Route route, double canary) {
    router.shift(route, canary);
  }

  /** Whether the router obeyed within 10 seconds. */
  public boolean bring(Route route, double canary, @Nullable Object details) {
    router.shift(route, canary);
    Instant deadline = pulse.now().plus(PATIENCE);
    while (!isInForce(route, canary)) {
      if (!pulse.now().isBefore(deadline)) {
        return false;
      }
      pulse.rest(LOOK, details);
    }
    return true;
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
