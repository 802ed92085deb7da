package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people change by hand so that it contradicts what Git says, on a real cluster. */
@NeedsCluster
class KubernetesHandChangesTest {

  private final EditedShop shop = new EditedShop();

  @AfterEach
  void end() {
    shop.close();
  }

  @Test
  void healsTheNumberOfANamedPort() {
    shop.edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");

    SyncReport report = shop.healed();

    assertThat(report.drift())
        .containsExactly(
            "Service/shop: spec.ports[0].port: 8000 instead of 80, set by kubectl-edit");
    assertThat(shop.get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(shop.get("service/shop", ".spec.ports[*].name")).isEqualTo("http admin");
  }

  @Test
  void healsTheNumberOfTheOnlyPortWhichNeedsNoName() {
    List<Manifest> path = shop.withOnePort();
    shop.commit("c2", path);
    assertThat(shop.sync("c2").health()).isEqualTo(Health.HEALTHY);
    shop.edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");

    SyncReport report = shop.sync("c2");

    assertThat(report.drift())
        .containsExactly(
            "Service/shop: spec.ports[0].port: 8000 instead of 80, set by kubectl-edit");
    assertThat(shop.get("service/shop", ".spec.ports[*].port")).isEqualTo("80");
  }

  @Test
  void healsPortsThatWereSwappedAndOneThatWasAdded() {
    shop.edit(
        "service/shop",
        "[{'op':'replace','path':'/spec/ports/0/port','value':81},"
            + "{'op':'replace','path':'/spec/ports/1/port','value':80},"
            + "{'op':'add','path':'/spec/ports/-','value':{'name':'debug','port':82}}]");

    SyncReport report = shop.healed();

    assertThat(report.drift()).allMatch(line -> line.contains("spec.ports"));
    assertThat(shop.get("service/shop", ".spec.ports[*].port")).isEqualTo("80 81");
    assertThat(shop.get("service/shop", ".spec.ports[*].name")).isEqualTo("http admin");
    assertThat(shop.get("service/shop", ".spec.ports[*].targetPort")).isEqualTo("8080 8081");
  }

  @Test
  void healsWhatExcludesWhatGitSays() {
    shop.edit(
        "deployment/shop",
        "[{'op':'replace','path':'/spec/template/spec/containers/0/env/0',"
            + "'value':{'name':'TIER','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}}},"
            + "{'op':'replace','path':'/spec/template/spec/containers/0/ports/0/containerPort','value':8090},"
            + "{'op':'replace','path':'/spec/template/spec/volumes/0',"
            + "'value':{'name':'scratch','configMap':{'name':'shop'}}},"
            + "{'op':'replace','path':'/spec/template/spec/containers/0/readinessProbe',"
            + "'value':{'tcpSocket':{'port':8080}}}]");

    SyncReport report = shop.healed();

    assertThat(report.drift())
        .allMatch(line -> line.contains("kubectl-edit") || line.contains(": nothing instead of "))
        .anyMatch(line -> line.contains("env[0].value: nothing instead of gold"))
        .anyMatch(line -> line.contains("env[0].valueFrom"))
        .anyMatch(line -> line.contains("ports[0].containerPort: 8090 instead of 8080"))
        .anyMatch(line -> line.contains("volumes[0].configMap"))
        .anyMatch(line -> line.contains("readinessProbe.tcpSocket"));
    String container = ".spec.template.spec.containers[0]";
    assertThat(shop.get("deployment/shop", container + ".env"))
        .isEqualTo("[{\"name\":\"TIER\",\"value\":\"gold\"}]");
    assertThat(shop.get("deployment/shop", container + ".ports[*].containerPort"))
        .isEqualTo("8080 8081");
    assertThat(shop.get("deployment/shop", container + ".readinessProbe.tcpSocket")).isEmpty();
    assertThat(shop.get("deployment/shop", ".spec.template.spec.volumes"))
        .isEqualTo("[{\"emptyDir\":{},\"name\":\"scratch\"}]");
  }

  @Test
  void removesWhatAPersonAddedByAServerSideApply() {
    shop.applyAs(
        "kubectl",
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},"data":{"EXTRA":"1"}}
        """);

    SyncReport report = shop.healed();

    assertThat(report.drift())
        .containsExactly("ConfigMap/shop: data.EXTRA is not in Git, added by kubectl");
    assertThat(shop.get("configmap/shop", ".data.EXTRA")).isEmpty();
  }

  @Test
  void namesTheFieldWithoutTouchingAnythingWhenItOnlyCompares() {
    shop.edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");
    String before = shop.get("service/shop", ".metadata.resourceVersion");

    SyncReport report = shop.compare("c1");

    assertThat(report.drift())
        .containsExactly(
            "Service/shop: spec.ports[0].port: 8000 instead of 80, set by kubectl-edit");
    assertThat(report.healed()).isFalse();
    assertThat(shop.get("service/shop", ".metadata.resourceVersion")).isEqualTo(before);
  }

  @Test
  void refusesWhatGitSaysWronglyInItsOwnWordsAlthoughSomebodyChangedTheObject() {
    shop.edit("service/shop", "[{'op':'replace','path':'/spec/ports/0/port','value':8000}]");
    List<Manifest> path = shop.path();
    ObjectNode wrong = path.get(1).json().deepCopy();
    ((ObjectNode) wrong.at("/spec/ports/1")).put("name", "http");
    path.set(1, new Manifest(wrong));
    shop.commit("c2", path);

    SyncReport report = shop.sync("c2");

    assertThat(report.health()).isEqualTo(Health.DEGRADED);
    assertThat(report.reason()).contains("nothing was applied: Service/shop", "Duplicate value");
    assertThat(shop.get("service/shop", ".spec.ports[0].port")).isEqualTo("8000");
  }
}
