package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.FakePulse;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.manifest.Manifest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GatewayApiRouterTest {

  private static final Route ROUTE = new Route("shops", "shop", "shop", "shop-canary");

  private final FakePulse pulse = new FakePulse();
  private final OneRoute cluster = new OneRoute();
  private final GatewayApiRouter router =
      new GatewayApiRouter(cluster, new PulseClock(pulse::now), Duration.ofSeconds(3));

  @Test
  void aWeightCountsOnlySomeTimeAfterTheGatewayHasAcceptedIt() {
    route(2, 2, "True", "");
    assertThat(router.inForce(ROUTE).canary()).isEmpty();

    pulse.rest(Duration.ofSeconds(3), null);

    assertThat(router.inForce(ROUTE)).isEqualTo(ShareInForce.of(25));
  }

  @Test
  void aChangeBeginsTheWaitAnew() {
    route(2, 2, "True", "");
    router.inForce(ROUTE);
    pulse.rest(Duration.ofSeconds(3), null);
    route(3, 3, "True", "");

    assertThat(router.inForce(ROUTE).canary()).isEmpty();
  }

  @Test
  void aGatewayThatHasNotSeenTheLastChangeGivesNoWeight() {
    route(3, 2, "True", "");

    assertThat(router.inForce(ROUTE))
        .isEqualTo(ShareInForce.unknown("the gateway gw has not seen the last change yet"));
  }

  @Test
  void aGatewayThatCannotResolveABackendSaysWhy() {
    route(2, 2, "False", "Service shop-canary not found");

    assertThat(router.inForce(ROUTE))
        .isEqualTo(
            ShareInForce.unknown(
                "the gateway gw does not obey: BackendNotFound, Service shop-canary not found"));
  }

  @Test
  void aGatewayThatDoesNotAnswerIsNamed() {
    Manifest route = accepted(2, 2, "True", "");
    route.json().remove("status");
    cluster.live = route;

    assertThat(router.inForce(ROUTE))
        .isEqualTo(ShareInForce.unknown("the gateway gw says nothing of the route: is it there?"));
  }

  @Test
  void aRouteThatIsGoneHasNoWeight() {
    assertThat(router.inForce(ROUTE)).isEqualTo(ShareInForce.unknown("there is no HTTPRoute/shop"));
  }

  private void route(long generation, long seen, String resolved, String message) {
    cluster.live = accepted(generation, seen, resolved, message);
  }

  private static Manifest accepted(long generation, long seen, String resolved, String message) {
    return Shop.json(
        """
        {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute",
         "metadata":{"name":"shop","uid":"u","generation":%d},
         "spec":{"parentRefs":[{"name":"gw","namespace":"gateway"}],"rules":[{"backendRefs":[
          {"name":"shop","port":80,"weight":75},{"name":"shop-canary","port":80,"weight":25}]}]},
         "status":{"parents":[{"parentRef":{"name":"gw"},"conditions":[
          {"type":"Accepted","status":"True","observedGeneration":%d},
          {"type":"ResolvedRefs","status":"%s","reason":"BackendNotFound","message":"%s","observedGeneration":%d}]}]}}
        """
            .formatted(generation, seen, resolved, message, seen));
  }

  /** A cluster that has one route, and is only read. */
  private static final class OneRoute implements Cluster {

    private @Nullable Manifest live;

    @Override
    public Optional<Manifest> get(String namespace, String kind, String name) {
      return Optional.ofNullable(live);
    }

    @Override
    public List<Manifest> list(String namespace, Map<String, String> labels) {
      throw new AssertionError();
    }

    @Override
    public Manifest apply(String namespace, Manifest desired, Effect effect) {
      throw new AssertionError();
    }

    @Override
    public boolean delete(String namespace, String kind, String name) {
      throw new AssertionError();
    }

    @Override
    public Optional<WorkloadCondition> condition(String namespace, String deployment) {
      throw new AssertionError();
    }
  }

  private static final class PulseClock extends Clock {

    private final InstantSource source;

    PulseClock(InstantSource source) {
      this.source = source;
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return source.instant();
    }
  }
}
