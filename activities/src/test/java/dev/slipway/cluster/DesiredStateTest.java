package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.render.Rendered;
import dev.slipway.manifest.Manifest;
import dev.slipway.platform.IgnoreRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DesiredStateTest {

  private static final AllowedKinds KINDS =
      AllowedKinds.namespaced(
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
    assertThat(ignored(desired(KINDS, AUTOSCALER))).isEqualTo("spec.replicas");
    assertThat(ignored(desired(KINDS))).isEmpty();
  }

  @Test
  void writesDownWhatThePlatformSaysIsSomebodyElses() {
    Manifest deployment =
        ignoring(
                rule("Deployment", List.of("spec.paused", "spec.replicas"), List.of("scaler")),
                rule("Service", List.of("spec.type"), List.of()))
            .find("Deployment/shop")
            .orElseThrow();

    assertThat(IgnoredFields.of(deployment).fields())
        .extracting(FieldPath::text)
        .containsExactly("spec.paused", "spec.replicas");
    assertThat(IgnoredFields.of(deployment).managers()).containsExactly("scaler");
  }

  @Test
  void refusesToLeaveToOthersWhatARolloutSets() {
    for (IgnoreRule rule :
        List.of(
            rule("Deployment", List.of("spec.template.spec.containers[*].image"), List.of()),
            rule("Deployment", List.of("spec.template"), List.of()),
            rule("HTTPRoute", List.of("spec.rules[*].backendRefs[*].weight"), List.of()),
            rule("Service", List.of("metadata"), List.of()))) {
      assertThatThrownBy(() -> ignoring(rule))
          .isInstanceOf(RefusedObjectException.class)
          .hasMessageContaining("holds a field that a rollout sets");
    }
  }

  private static IgnoreRule rule(String kind, List<String> fields, List<String> managers) {
    return new IgnoreRule(kind, Optional.empty(), fields, managers);
  }

  private DesiredState ignoring(IgnoreRule... rules) {
    shop.commit("c1", "shop:1", 2, "hello");
    Target plain = Shop.TARGET;
    Target target =
        new Target(
            plain.key(),
            plain.cluster(),
            plain.namespace(),
            plain.config(),
            plain.workload(),
            plain.route(),
            List.of(rules));
    return DesiredState.of(shop.render(target.config(), "c1", "shop"), target, KINDS);
  }

  @Test
  void aKindThatTheClusterDoesNotTakeIsRefused() {
    assertThatThrownBy(() -> desired(AllowedKinds.namespaced("Deployment"), ACCOUNT))
        .isInstanceOf(RefusedObjectException.class)
        .hasMessageContaining("is of a kind that this environment may not have");
  }

  private static String ignored(DesiredState desired) {
    return desired
        .find("Deployment/shop")
        .orElseThrow()
        .json()
        .path("metadata")
        .path("annotations")
        .path(IgnoredFields.FIELDS)
        .asText("");
  }

  private DesiredState desired(AllowedKinds kinds, String... more) {
    shop.commit("c1", "shop:1", 2, "hello", more);
    return DesiredState.of(shop.render(Shop.TARGET.config(), "c1", "shop"), Shop.TARGET, kinds);
  }
}
