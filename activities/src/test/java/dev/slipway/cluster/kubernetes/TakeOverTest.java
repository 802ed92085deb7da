package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.slipway.cluster.IgnoredFields;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.manifest.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody has changed the number of a Service's port, and set its affinity. */
class TakeOverTest {

  private static final Manifest DESIRED =
      Shop.json(
          """
          {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop","labels":{"a":"2"}},
           "spec":{"ports":[{"name":"http","port":80}],"selector":{"app":"shop"}}}
          """);

  private static final Refusal TWO_OF_ONE_NAME =
      Refusal.of(
          new Answer(
              422,
              """
              {"details":{"causes":[{"reason":"FieldValueDuplicate","field":"spec.ports[1].name"}]}}
              """));

  @Test
  void whatAPersonSetIsForeseenToGoAndWhatGitSaysToBeThere() {
    assertThat(specAfter(live("kubectl-edit", "Update"), DESIRED))
        .isEqualTo(
            Shop.tree(
                """
                {"ports":[{"name":"http","port":80}],"selector":{"app":"shop"},"clusterIP":"10.0.0.1"}
                """));
  }

  @Test
  void anotherApplierLosesOnlyWhatContradicts() {
    Manifest live = live("rival", "Apply");

    JsonNode spec = specAfter(live, DESIRED);
    ArrayNode records = records(live, DESIRED);

    assertThat(spec.path("ports").findValuesAsText("port")).containsExactly("80");
    assertThat(spec.path("sessionAffinity").asText()).isEqualTo("ClientIP");
    assertThat(fieldsOf(records, "rival").path("f:spec").properties())
        .extracting(entry -> entry.getKey())
        .containsExactlyInAnyOrder("f:ports", "f:sessionAffinity");
    assertThat(fieldsOf(records, "rival").at("/f:spec/f:ports").has(port(81))).isFalse();
    assertThat(fieldsOf(records, "slipway").at("/f:spec/f:ports").has(port(81))).isTrue();
  }

  @Test
  void anotherApplierLosesNothingWhileNothingIsRefused() {
    assertThat(new TakeOver(live("rival", "Apply"), DESIRED, Refusal.NONE).patch()).isEmpty();
    assertThat(new TakeOver(live("rival", "Apply"), DESIRED, Refusal.NONE).rehearsal()).isEmpty();
  }

  @Test
  void nothingIsTakenFromAController() {
    Manifest live = live("kube-controller-manager", "Update");

    assertThat(new TakeOver(live, DESIRED, TWO_OF_ONE_NAME).patch()).isEmpty();
    assertThat(new ManagedFields(live).additions(DESIRED)).isEmpty();
  }

  @Test
  void nothingIsTakenThroughWhichOnlyASubresourceIsWritten() {
    String scaled =
        live("hpa", "Update")
            .json()
            .toString()
            .replace("\"manager\":\"hpa\"", "\"manager\":\"hpa\",\"subresource\":\"scale\"");

    assertThat(new TakeOver(Shop.json(scaled), DESIRED, TWO_OF_ONE_NAME).patch()).isEmpty();
  }

  @Test
  void whatIsIgnoredStays() {
    Manifest ignoring =
        Shop.json(
            DESIRED
                .json()
                .toString()
                .replace(
                    "\"labels\"",
                    "\"annotations\":{\"%s\":\"spec.sessionAffinity\"},\"labels\""
                        .formatted(IgnoredFields.FIELDS)));
    Manifest live = live("kubectl-edit", "Update");

    ArrayNode records = records(live, ignoring);

    assertThat(specAfter(live, ignoring).has("sessionAffinity")).isTrue();
    assertThat(fieldsOf(records, "kubectl-edit").at("/f:spec").has("f:sessionAffinity")).isTrue();
    assertThat(fieldsOf(records, "slipway").at("/f:spec").has("f:sessionAffinity")).isFalse();
  }

  @Test
  void isGoodForTheVersionThatWasReadOnly() {
    TakeOver takeOver = new TakeOver(live("kubectl-edit", "Update"), DESIRED, Refusal.NONE);

    assertThat(takeOver.patch().orElseThrow().toString())
        .contains("\"path\":\"/metadata/resourceVersion\",\"value\":\"7\"");
    assertThat(takeOver.rehearsal().orElseThrow().toString())
        .contains("\"path\":\"/metadata/resourceVersion\",\"value\":\"7\"");
  }

  @Test
  void whatIsOursAndLeftGitIsForeseenToGoUnlessItIsAlsoAnothers() {
    JsonNode labels = after(live("kubectl-edit", "Update"), DESIRED, "/metadata/labels");

    assertThat(labels).isEqualTo(Shop.tree("{\"a\":\"2\",\"c\":\"1\"}"));
  }

  @Test
  void aDefaultThatNobodySetGoesWhereItIsRefused() {
    Manifest live =
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"shop","managedFields":[
              {"manager":"slipway","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}}]},
             "spec":{"replicas":2,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}
            """);
    Manifest desired =
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"replicas":2,"strategy":{"type":"Recreate"}}}
            """);
    TakeOver takeOver =
        new TakeOver(live, desired, new Refusal(List.of("spec.strategy.rollingUpdate")));

    assertThat(takeOver.rehearsal().orElseThrow().toString())
        .contains("\"strategy\":{\"type\":\"Recreate\"}");
    assertThat(fieldsOf(records(takeOver), "slipway"))
        .isEqualTo(
            Shop.tree("{\"f:spec\":{\"f:replicas\":{},\"f:strategy\":{\"f:rollingUpdate\":{}}}}"));
    assertThat(new TakeOver(live, desired, Refusal.NONE).patch()).isEmpty();
  }

  private static Manifest live(String manager, String operation) {
    return Shop.json(
        """
        {"apiVersion":"v1","kind":"Service",
         "metadata":{"name":"shop","resourceVersion":"7","labels":{"a":"1","b":"1","c":"1"},
          "managedFields":[
           {"manager":"slipway","operation":"Apply","fieldsV1":
            {"f:metadata":{"f:labels":{"f:a":{},"f:b":{},"f:c":{}}},"f:spec":{"f:selector":{}}}},
           {"manager":"inventory","operation":"Apply","fieldsV1":
            {"f:metadata":{"f:labels":{"f:c":{}}}}},
           {"manager":"%s","operation":"%s","fieldsV1":
            {"f:spec":{"f:sessionAffinity":{},"f:ports":{".":{},
             "k:{\\"port\\":81,\\"protocol\\":\\"TCP\\"}":{".":{},"f:name":{},"f:port":{},"f:protocol":{}}}}}}]},
         "spec":{"clusterIP":"10.0.0.1","sessionAffinity":"ClientIP","selector":{"app":"shop"},
          "ports":[{"name":"http","port":81,"protocol":"TCP"}]},"status":{"loadBalancer":{}}}
        """
            .formatted(manager, operation));
  }

  private static JsonNode specAfter(Manifest live, Manifest desired) {
    return after(live, desired, "/spec");
  }

  private static JsonNode after(Manifest live, Manifest desired, String path) {
    ArrayNode patch = new TakeOver(live, desired, TWO_OF_ONE_NAME).rehearsal().orElseThrow();
    for (JsonNode operation : patch) {
      if (operation.path("path").asText().equals(path)) {
        return operation.path("value");
      }
    }
    throw new AssertionError(patch.toString());
  }

  private static ArrayNode records(Manifest live, Manifest desired) {
    return records(new TakeOver(live, desired, TWO_OF_ONE_NAME));
  }

  private static ArrayNode records(TakeOver takeOver) {
    return (ArrayNode) takeOver.patch().orElseThrow().get(1).get("value");
  }

  private static String port(int number) {
    return "k:{\"port\":%d,\"protocol\":\"TCP\"}".formatted(number);
  }

  private static JsonNode fieldsOf(ArrayNode records, String manager) {
    for (JsonNode entry : records) {
      if (entry.path("manager").asText().equals(manager)) {
        return entry.path("fieldsV1");
      }
    }
    throw new AssertionError(List.of(manager) + " has no record in " + records);
  }
}
