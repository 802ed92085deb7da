package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
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

  /** Golden: another digest for the same configuration would restart every pod that runs. */
  @Test
  void stampsConfigurationWithTheDigestThatRunningPodsHave() {
    DesiredState desired =
        rendered(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"template":{"spec":{"containers":[{"name":"shop",
              "envFrom":[{"configMapRef":{"name":"shop"}},{"secretRef":{"name":"keys"}}]}]}}}}
            """,
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},
             "data":{"b":"zwei","a":"grüße\\n\\"1\\""}}
            """,
            """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"keys"},
             "stringData":{"password":"hush"}}
            """);

    assertThat(
            desired
                .find("Deployment/shop")
                .orElseThrow()
                .json()
                .at("/spec/template/metadata/annotations")
                .path(DesiredState.CONFIGURATION)
                .asText())
        .isEqualTo("63339626564bdae4");
  }

  private static DesiredState rendered(String... objects) {
    List<Manifest> manifests = List.of(objects).stream().map(Shop::json).toList();
    RenderedState state =
        new RenderedState("1234", "sha256:1", "sha256:2", Optional.empty(), manifests.size());
    return DesiredState.of(new Rendered(state, manifests), Shop.TARGET, KINDS);
  }

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
