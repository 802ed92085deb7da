package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.FakePulse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShiftingTest {

  private static final Route ROUTE = new Route("shops", "shop", "shop", "shop-canary");

  private final FakePulse pulse = new FakePulse();
  private final Shifting shifting = new Shifting(new Obeying(Duration.ofSeconds(3)), pulse);
  private Duration silence = Duration.ZERO;

  @Test
  void waitsUntilTheWeightIsInForce() {
    assertThat(shifting.bring(ROUTE, 10, 10, null)).isTrue();
  }

  @Test
  void aRouterThatDoesNotObeyWithinItsTimeIsToldFromOneThatDoes() {
    Shifting slower = new Shifting(new Obeying(Duration.ofSeconds(20)), pulse);
    Instant begin = pulse.now();

    assertThat(slower.bring(ROUTE, 10, 10, null)).isFalse();

    assertThat(Duration.between(begin, pulse.now()))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
  }

  @Test
  void anApiServerThatIsSilentForAMinuteIsNoRouterThatDoesNotObey() {
    silence = Duration.ofMinutes(1);

    assertThat(shifting.bring(ROUTE, 10, 10, null)).isTrue();
  }

  /** Takes this long from when it is first asked after a silence. */
  private final class Obeying implements Router {

    private final Duration time;
    private Instant since = Instant.MAX;
    private double weight;

    Obeying(Duration time) {
      this.time = time;
    }

    @Override
    public void shift(Route route, double canary) {
      weight = canary;
      since = Instant.MAX;
    }

    @Override
    public ShareInForce inForce(Route route) {
      pulse.rest(silence, null);
      silence = Duration.ZERO;
      if (since.equals(Instant.MAX)) {
        since = pulse.now();
      }
      return pulse.now().isBefore(since.plus(time))
          ? ShareInForce.unknown("not yet")
          : ShareInForce.of(weight);
    }
  }
}
