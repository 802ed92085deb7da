package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.MemoryCluster;
import dev.slipway.cluster.Shop;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LocalGatewayRouterTest {

  private static final Route ROUTE = new Route("shops", "shop", "shop", "shop-canary");
  private static final String AT_REST =
      """
      {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"shop"},
       "spec":{"rules":[{"backendRefs":[{"name":"shop","port":80}]},
                        {"backendRefs":[{"name":"pictures","port":80}]}]}}
      """;

  private final MemoryCluster cluster = new MemoryCluster(() -> Instant.EPOCH);
  private final LocalGatewayRouter router = new LocalGatewayRouter(cluster);

  LocalGatewayRouterTest() {
    cluster.put(Shop.json(AT_REST));
  }

  @Test
  void sharesTrafficOfTheRulesThatNameTheService() {
    router.shift(ROUTE, 10);

    assertThat(cluster.live("HTTPRoute/shop").json().at("/spec/rules").toString())
        .isEqualTo(
            """
            [{"backendRefs":[{"name":"shop","port":80,"weight":90},{"name":"shop-canary","port":80,"weight":10}]},\
            {"backendRefs":[{"name":"pictures","port":80}]}]""");
    assertThat(router.inForce(ROUTE)).isEqualTo(ShareInForce.of(10));
  }

  @Test
  void keepsFractionsOfAPercent() {
    router.shift(ROUTE, 0.25);

    assertThat(router.inForce(ROUTE)).isEqualTo(ShareInForce.of(0.25));
  }

  @Test
  void changesNothingWhenTheWeightIsSetAlready() {
    router.shift(ROUTE, 10);
    int effects = cluster.effects().size();

    router.shift(ROUTE, 10);

    assertThat(cluster.effects()).hasSize(effects);
  }

  @Test
  void doesNotGuessAServiceThatTheRouteDoesNotName() {
    assertThatThrownBy(() -> router.shift(new Route("shops", "shop", "cart", "cart-canary"), 10))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("HTTPRoute/shop has no backendRef to the Service cart");
  }

  @Property(tries = 50)
  void isAtZeroAsItStandsInGitWhateverWasBefore(@ForAll @IntRange(min = 1, max = 100) int weight) {
    router.shift(ROUTE, weight);
    router.shift(ROUTE, 0);

    assertThat(cluster.live("HTTPRoute/shop").json().get("spec"))
        .isEqualTo(Shop.json(AT_REST).json().get("spec"));
  }
}
