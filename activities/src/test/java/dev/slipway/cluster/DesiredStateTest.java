package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.manifest.Manifest;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DesiredStateTest {

  private static final Set<String> KINDS =
      Set.of(
          "ConfigMap",
          "Secret",
          "Service",
          "Deployment",
          "HTTPRoute",
          "ServiceAccount",
          "HorizontalPodAutoscaler");
  private static final String ACCOUNT =
      "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"shop\"}}";
  private static final String AUTOSCALER =
      """
      {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"shop"},
       "spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"shop"}}}
      """;

  private final Shop shop = new Shop();

  @Test
  void whatIsNeededComesFirst() {
    assertThat(desired(KINDS, AUTOSCALER, ACCOUNT).objects())
        .extracting(Manifest::id)
        .containsExactly(
            "ServiceAccount/shop",
            "ConfigMap/shop",
            "Secret/shop",
            "Service/shop",
            "Deployment/shop",
            "HorizontalPodAutoscaler/shop",
            "HTTPRoute/shop");
  }

  @Test
  void leavesTheNumberOfPodsToAnAutoscaler() {
    assertThat(replicas(desired(KINDS, AUTOSCALER))).isFalse();
    assertThat(replicas(desired(KINDS))).isTrue();
  }

  @Test
  void aKindThatTheClusterDoesNotTakeIsRefused() {
    assertThatThrownBy(() -> desired(Set.of("Deployment"), ACCOUNT))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessageContaining("is of a kind that a service may not have here");
  }

  private static boolean replicas(DesiredState desired) {
    return desired.find("Deployment/shop").orElseThrow().json().path("spec").has("replicas");
  }

  private DesiredState desired(Set<String> kinds, String... more) {
    shop.commit("c1", "shop:1", 2, "hello", more);
    return DesiredState.of(shop.render(Shop.TARGET.config(), "c1", "shop"), Shop.TARGET, kinds);
  }
}
