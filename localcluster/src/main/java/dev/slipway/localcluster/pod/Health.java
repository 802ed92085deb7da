package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.gateway.Endpoint;
import dev.slipway.localcluster.object.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The probes of a running container: opens and shuts its endpoint, tells when it is dead. */
final class Health {

  private final Prober readiness;
  private final @Nullable Prober liveness;
  private volatile @Nullable Instant readySince;
  private volatile boolean dead;

  Health(
      Probe readiness,
      Optional<Probe> liveness,
      Endpoint endpoint,
      Duration starting,
      Runnable wake) {
    this.readiness =
        Prober.ofReadiness(
            new ProbeCheck(readiness, endpoint.port()),
            starting,
            ready -> {
              readySince = ready ? Instant.now() : null;
              endpoint.setReady(ready);
              wake.run();
            });
    this.liveness =
        liveness
            .map(
                probe ->
                    Prober.ofLiveness(
                        new ProbeCheck(probe, endpoint.port()),
                        () -> {
                          dead = true;
                          wake.run();
                        }))
            .orElse(null);
  }

  Optional<Instant> readySince() {
    return Optional.ofNullable(readySince);
  }

  /** Whether the container has to be restarted. */
  boolean isDead() {
    return dead;
  }

  String readinessFailure() {
    return readiness.failure();
  }

  String livenessFailure() {
    return liveness == null ? "" : liveness.failure();
  }

  void stop() {
    readiness.stop();
    if (liveness != null) {
      liveness.stop();
    }
  }
}
