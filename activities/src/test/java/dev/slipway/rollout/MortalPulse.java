package dev.slipway.rollout;

import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real time of a worker that dies when so much of it has passed; its heartbeats outlive it. */
public final class MortalPulse implements Pulse {

  private final RealPulse time = new RealPulse();
  private Optional<Instant> death = Optional.empty();
  private @Nullable Object details;

  public void dieAfter(Duration life) {
    death = Optional.of(now().plus(life));
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return Optional.ofNullable(details).map(type::cast);
  }

  @Override
  public void rest(Duration rest, @Nullable Object kept) {
    details = kept == null ? details : kept;
    time.rest(rest, kept);
    if (death.filter(instant -> now().isAfter(instant)).isPresent()) {
      death = Optional.empty();
      throw new KilledWorker();
    }
  }
}
