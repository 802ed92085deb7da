package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.ManagedFields.Stranger;
import dev.slipway.manifest.Manifest;
import org.junit.jupiter.api.Test;

class ManagedFieldsTest {

  private static final Manifest DESIRED =
      Shop.json(
          """
          {"apiVersion":"apps/v1","kind":"Deployment",
           "metadata":{"name":"shop","labels":{"slipway.dev/managed-by":"slipway"}},
           "spec":{"replicas":2,"template":{"spec":{"containers":[
            {"name":"shop","image":"shop:1","ports":[{"containerPort":8080}]}]}}}}
          """);

  private final Manifest live =
      Shop.json(
          """
          {"apiVersion":"apps/v1","kind":"Deployment",
           "metadata":{"name":"shop","uid":"u","resourceVersion":"7",
            "labels":{"slipway.dev/managed-by":"slipway","team":"a"},
            "annotations":{"deployment.kubernetes.io/revision":"1"},
            "managedFields":[
             {"manager":"slipway","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":
              {"f:metadata":{"f:labels":{"f:slipway.dev/managed-by":{}}},
               "f:spec":{"f:template":{"f:spec":{"f:containers":{
                "k:{\\"name\\":\\"shop\\"}":{".":{},"f:name":{},"f:image":{},
                 "f:ports":{"k:{\\"containerPort\\":8080,\\"protocol\\":\\"TCP\\"}":{".":{},"f:containerPort":{}}}}}}}}}},
             {"manager":"kubectl-edit","operation":"Update","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":
              {"f:metadata":{"f:labels":{"f:team":{}}},
               "f:spec":{"f:template":{
                "f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/restartedAt":{}}},
                "f:spec":{"f:containers":{"k:{\\"name\\":\\"shop\\"}":{
                "f:env":{".":{},"k:{\\"name\\":\\"DEBUG\\"}":{".":{},"f:name":{},"f:value":{}}}}}}}}}},
             {"manager":"kubectl","operation":"Update","subresource":"scale","fieldsType":"FieldsV1","fieldsV1":
              {"f:spec":{"f:replicas":{}}}},
             {"manager":"kube-controller-manager","operation":"Update","subresource":"status","fieldsType":"FieldsV1","fieldsV1":
              {"f:metadata":{"f:annotations":{"f:deployment.kubernetes.io/revision":{}}},"f:status":{"f:replicas":{}}}}]},
           "spec":{"replicas":5,"revisionHistoryLimit":10,"template":{
            "metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"now"}},
            "spec":{"containers":[
            {"name":"sidecar","image":"other:1"},
            {"name":"shop","image":"shop:1","imagePullPolicy":"IfNotPresent",
             "env":[{"name":"DEBUG","value":"1"}],
             "ports":[{"containerPort":8080,"protocol":"TCP"}]}]}}},
           "status":{"replicas":5}}
          """);
  private final ManagedFields managed = new ManagedFields(live);

  @Test
  void ownFieldsAreWhatWasAppliedWithoutDefaultsAndOthersFields() {
    assertThat(managed.own())
        .isEqualTo(
            Shop.json(
                    """
                    {"metadata":{"labels":{"slipway.dev/managed-by":"slipway"},"name":"shop"},
                     "spec":{"template":{"spec":{"containers":[
                      {"name":"shop","image":"shop:1","ports":[{"containerPort":8080,"protocol":"TCP"}]}]}}},
                     "apiVersion":"apps/v1","kind":"Deployment"}
                    """)
                .json());
  }

  @Test
  void whatAPersonAddedToTheSpecIsNamedWithWhoDidIt() {
    assertThat(managed.additions(DESIRED))
        .containsExactly(new Stranger("spec.template.spec.containers[1].env", "kubectl-edit"));
  }

  @Test
  void whoSetAFieldIsKnownAlsoWhenItWasThroughTheScale() {
    assertThat(managed.stranger("spec.replicas")).contains("kubectl");
    assertThat(managed.stranger("spec.revisionHistoryLimit")).isEmpty();
    assertThat(managed.stranger("spec.template.spec.containers[1].image")).isEmpty();
  }

  @Test
  void takingOverLeavesOthersTheirLabelsAndTheirSubresources() {
    ArrayNode records = managed.takenOver(DESIRED, Refusal.NONE).orElseThrow();

    assertThat(records.findValuesAsText("manager"))
        .containsExactly("kubectl-edit", "kubectl", "kube-controller-manager", "slipway");
    assertThat(fields(records, 0).path("f:spec").isMissingNode()).isTrue();
    assertThat(fields(records, 0).at("/f:metadata/f:labels").has("f:team")).isTrue();
    JsonNode container =
        fields(records, 3)
            .at("/f:spec/f:template/f:spec/f:containers")
            .path("k:{\"name\":\"shop\"}");
    assertThat(container.has("f:image")).isTrue();
    assertThat(container.path("f:env").has("k:{\"name\":\"DEBUG\"}")).isTrue();
  }

  @Test
  void thereIsNothingToTakeOverWhereNobodyElseWroteTheSpec() {
    ObjectNode json = live.json().deepCopy();
    ((ArrayNode) json.at("/metadata/managedFields")).remove(1);

    assertThat(new ManagedFields(new Manifest(json)).takenOver(DESIRED, Refusal.NONE)).isEmpty();
  }

  private static JsonNode fields(ArrayNode records, int at) {
    return records.get(at).path("fieldsV1");
  }
}
