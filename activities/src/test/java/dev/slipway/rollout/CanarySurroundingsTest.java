package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Shop;
import org.junit.jupiter.api.Test;

/** What is in the namespace besides: what selects pods, and what else leads to the Service. */
class CanarySurroundingsTest {

  private static final String BUDGET =
      """
      {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"shop"},
       "spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"shop"}}}}
      """;

  private final Stage stage = new Stage();

  @Test
  void theCanaryFallsUnderWhatSelectsStableAndItGoesWithTheCanary() {
    surround(stage);
    stage.begin();

    assertThat(stage.cluster.ids())
        .contains("PodDisruptionBudget/shop-canary", "NetworkPolicy/platform-canary");
    assertThat(selected(stage, "PodDisruptionBudget/shop-canary", "selector"))
        .isEqualTo("shop-canary");
    assertThat(selected(stage, "NetworkPolicy/platform-canary", "podSelector"))
        .isEqualTo("shop-canary");
    stage.begin();
    stage.withdraw();

    assertThat(stage.cluster.ids())
        .contains("NetworkPolicy/platform")
        .noneMatch(id -> id.endsWith("-canary"));
  }

  @Test
  void theCopiesGoWithAPromotion() {
    surround(stage);
    stage.begin();

    assertThat(stage.promote().ready()).isTrue();

    assertThat(stage.cluster.ids())
        .contains("PodDisruptionBudget/shop", "NetworkPolicy/platform")
        .noneMatch(id -> id.endsWith("-canary"));
  }

  @Test
  void aFreshBaselineFallsUnderTheSameAndItsCopiesGoWithIt() {
    surround(stage);
    stage.beginBesideBaseline();

    assertThat(selected(stage, "NetworkPolicy/platform-baseline", "podSelector"))
        .isEqualTo("shop-baseline");
    assertThat(selected(stage, "NetworkPolicy/platform-canary", "podSelector"))
        .isEqualTo("shop-canary");
    stage.withdraw();

    assertThat(stage.cluster.ids())
        .contains("NetworkPolicy/platform")
        .noneMatch(id -> id.endsWith("-canary") || id.endsWith("-baseline"));
  }

  /** There the canary's pods keep all of stable's labels. */
  @Test
  void needsNoCopiesWherePodsAreTheWeight() {
    Stage byPods = Stage.withoutRoute();
    surround(byPods);
    byPods.begin();

    assertThat(byPods.cluster.ids())
        .contains("Deployment/shop-canary")
        .doesNotContain("NetworkPolicy/platform-canary");
  }

  @Test
  void saysWhatTrafficIsNotCanaried() {
    stage.cluster.put(
        Shop.json(
            """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"internal"},
             "spec":{"rules":[{"backendRefs":[{"name":"shop","port":80}]}]}}
            """));
    stage.cluster.put(
        Shop.json(
            """
            {"apiVersion":"traefik.io/v1alpha1","kind":"IngressRoute","metadata":{"name":"old"},
             "spec":{"routes":[{"match":"Host(`shop`)","services":[{"name":"shop","port":80}]}]}}
            """));

    assertThat(stage.begin().detail())
        .isEqualTo(
            "1 of 1 ready; not canaried is what comes by HTTPRoute/internal and IngressRoute/old,"
                + " which leads past the weights");
  }

  private static void surround(Stage stage) {
    stage.shop.commit("c2", "shop:2", 4, "good evening", BUDGET);
    stage.cluster.put(
        Shop.json(
            """
            {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"platform"},
             "spec":{"podSelector":{"matchLabels":{"app":"shop"}},"ingress":[{}]}}
            """));
  }

  private static String selected(Stage stage, String id, String selector) {
    return stage.cluster.live(id).json().at("/spec/" + selector + "/matchLabels/app").asText();
  }
}
