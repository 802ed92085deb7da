package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is taken from programs that share an object with Git, and what is not, on a real cluster.
 */
@NeedsCluster
class KubernetesSharedObjectTest {

  private final EditedShop shop = new EditedShop();

  @AfterEach
  void end() {
    shop.close();
  }

  @Test
  void takesNothingFromAnAutoscalerNorLabelsFromOthers() {
    List<Manifest> path = shop.path();
    path.add(
        Shop.json(
            """
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"shop"},
             "spec":{"minReplicas":1,"maxReplicas":3,
              "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"shop"}}}
            """));
    shop.commit("c2", path);
    assertThat(shop.sync("c2").created()).containsExactly("HorizontalPodAutoscaler/shop");
    shop.kubectl("scale", "deployment/shop", "--replicas=2");
    shop.kubectl("label", "service/shop", "cost-centre=7", "--field-manager=inventory");
    shop.kubectl("set", "env", "deployment/shop", "DEBUG=1");
    shop.edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");

    SyncReport report = shop.sync("c2");

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(report.drift())
        .hasSize(2)
        .anyMatch(line -> line.contains("env") && line.endsWith("by kubectl-set"));
    assertThat(shop.get("deployment/shop", ".spec.replicas")).isEqualTo("2");
    assertThat(shop.get("deployment/shop", ".spec.template.spec.containers[0].env[*].name"))
        .isEqualTo("TIER");
    assertThat(shop.get("service/shop", ".metadata.labels.cost-centre")).isEqualTo("7");
    assertThat(shop.get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(shop.sync("c2").drift()).isEmpty();
  }

  @Test
  void takesFromAnotherApplierOnlyWhatContradicts() {
    shop.applyAs(
        "rival",
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
         "spec":{"sessionAffinity":"ClientIP","ports":[{"name":"debug","port":82}]}}
        """);
    assertThat(shop.sync("c1").drift()).isEmpty();
    shop.kubectl(
        "patch",
        "service/shop",
        "--type=json",
        "--patch=[{\"op\":\"remove\",\"path\":\"/spec/ports/0\"}]");
    shop.applyAs(
        "rival",
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
         "spec":{"sessionAffinity":"ClientIP","ports":[{"name":"http","port":8000}]}}
        """);

    SyncReport report = shop.healed();

    assertThat(report.drift())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("Service/shop: spec.ports"));
    assertThat(shop.get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(shop.get("service/shop", ".spec.sessionAffinity")).isEqualTo("ClientIP");
  }

  @Test
  void leavesWhatTheClusterItselfWritesDown() {
    String volume = shop.namespace();
    shop.apply(
        """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"%s"},
         "spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],
          "storageClassName":"%s","hostPath":{"path":"/tmp"}}}
        """
            .formatted(volume, volume));
    try {
      List<Manifest> path = shop.path();
      path.add(
          Shop.json(
              """
              {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"shop"},
               "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"%s",
                "resources":{"requests":{"storage":"1Gi"}}}}
              """
                  .formatted(volume)));
      shop.commit("c2", path);
      SyncReport first = shop.sync("c2");
      assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
      assertThat(shop.get("persistentvolumeclaim/shop", ".spec.volumeName")).isEqualTo(volume);

      SyncReport again = shop.sync("c2");

      assertThat(again.health()).as(again.reason()).isEqualTo(Health.HEALTHY);
      assertThat(again.drift()).isEmpty();
    } finally {
      shop.kubectl("delete", "persistentvolume", volume, "--wait=false");
    }
  }

  /** What the API server has filled in for the strategy before excludes the new one. */
  @Test
  void bringsAnotherStrategyThanTheOneWithDefaults() {
    List<Manifest> path = shop.path();
    ObjectNode other = path.get(0).json().deepCopy();
    ((ObjectNode) other.path("spec")).putObject("strategy").put("type", "Recreate");
    path.set(0, new Manifest(other));
    shop.commit("c2", path);

    SyncReport report = shop.sync("c2");

    assertThat(report.health()).as(report.reason()).isEqualTo(Health.HEALTHY);
    assertThat(shop.get("deployment/shop", ".spec.strategy")).isEqualTo("{\"type\":\"Recreate\"}");
    assertThat(shop.sync("c2").drift()).isEmpty();
  }
}
