package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Shop;
import dev.slipway.manifest.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodPoliciesTest {

  private final PodPolicies policies =
      new PodPolicies(
          Shop.json(
                  """
                  {"apiVersion":"v1","kind":"Labels","metadata":{"name":"stable"},
                   "labels":{"app":"shop","tier":"web"}}
                  """)
              .json()
              .get("labels"),
          Shop.json(
                  """
                  {"apiVersion":"v1","kind":"Labels","metadata":{"name":"canary"},
                   "labels":{"app":"shop-canary","tier":"web"}}
                  """)
              .json()
              .get("labels"),
          Derivation.ofCanary(Shop.TARGET));

  @Test
  void copiesWhatSelectsByTheLabelThatDiffers() {
    List<Manifest> copies =
        policies.copies(
            List.of(
                policy("NetworkPolicy", "{\"podSelector\":{\"matchLabels\":{\"app\":\"shop\"}}}"),
                policy(
                    "PodDisruptionBudget",
                    "{\"minAvailable\":1,\"selector\":{\"matchLabels\":{\"app\":\"shop\",\"tier\":\"web\"}}}"),
                policy(
                    "PodMonitor",
                    "{\"selector\":{\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"In\",\"values\":[\"shop\",\"cart\"]}]}}")));

    assertThat(copies).extracting(Manifest::name).containsOnly("one-canary");
    assertThat(copies)
        .extracting(copy -> copy.json().get("spec").toString())
        .containsExactly(
            "{\"podSelector\":{\"matchLabels\":{\"app\":\"shop-canary\"}}}",
            "{\"minAvailable\":1,\"selector\":{\"matchLabels\":{\"app\":\"shop-canary\",\"tier\":\"web\"}}}",
            "{\"selector\":{\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"In\",\"values\":[\"shop-canary\"]}]}}");
  }

  @Test
  void leavesAloneWhatFindsTheCanaryAnyhowOrNeitherOfThem() {
    assertThat(
            policies.copies(
                List.of(
                    policy("NetworkPolicy", "{\"podSelector\":{}}"),
                    policy(
                        "NetworkPolicy", "{\"podSelector\":{\"matchLabels\":{\"tier\":\"web\"}}}"),
                    policy(
                        "NetworkPolicy", "{\"podSelector\":{\"matchLabels\":{\"app\":\"cart\"}}}"),
                    policy("PodDisruptionBudget", "{\"minAvailable\":1}"),
                    policy("Service", "{\"selector\":{\"app\":\"shop\"}}"))))
        .isEmpty();
  }

  /** Policies are united: the copy lets the canary in besides. */
  @Test
  void letsTheCanaryInWhereTheWorkloadIsLetIn() {
    List<Manifest> copies =
        policies.copies(
            List.of(
                policy(
                    "NetworkPolicy",
                    """
                    {"podSelector":{"matchLabels":{"app":"database"}},
                     "ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"shop"}}},
                      {"podSelector":{"matchLabels":{"app":"shop"}},"namespaceSelector":{}}]}]}
                    """)));

    assertThat(copies).extracting(Manifest::name).containsExactly("one-canary-peers");
    assertThat(copies.getFirst().json().at("/spec/podSelector/matchLabels/app").asText())
        .isEqualTo("database");
    assertThat(copies.getFirst().json().at("/spec/ingress/0/from").toString())
        .isEqualTo(
            "[{\"podSelector\":{\"matchLabels\":{\"app\":\"shop-canary\"}}},"
                + "{\"podSelector\":{\"matchLabels\":{\"app\":\"shop\"}},\"namespaceSelector\":{}}]");
  }

  @Test
  void takesNoLabelsOfSomebodyElses() {
    Manifest foreign =
        Shop.json(
            """
            {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy",
             "metadata":{"name":"one","labels":{"helm.sh/release":"platform"}},
             "spec":{"podSelector":{"matchLabels":{"app":"shop"}}}}
            """);

    assertThat(
            policies.copies(List.of(foreign)).getFirst().json().at("/metadata/labels").toString())
        .isEqualTo("{\"slipway.dev/derived-for\":\"shop\"}");
  }

  private static Manifest policy(String kind, String spec) {
    return Shop.json(
        "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"one\"},\"spec\":%s}"
            .formatted(kind, spec));
  }
}
