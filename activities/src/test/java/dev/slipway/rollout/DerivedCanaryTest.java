package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DerivedCanaryTest {

  private final Stage stage = new Stage();

  @Test
  void makesACanaryWithoutTraffic() {
    CanaryReadiness readiness = stage.begin();

    assertThat(readiness).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));
    assertThat(stage.image("shop-canary")).isEqualTo("shop:2");
    assertThat(stage.image("shop")).isEqualTo("shop:1");
    assertThat(stage.backends()).doesNotContain("shop-canary");
  }

  @Test
  void makesNoCanaryWhereARuleSharesItsTrafficWithAThirdService() {
    stage.shop.instead("c2", route("{\"name\":\"legacy\",\"port\":80,\"weight\":10}"));
    int before = stage.cluster.effects().size();

    CanaryReadiness readiness = stage.begin();

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.detail())
        .contains("HTTPRoute/shop shares a rule between shop and legacy", "a rule of their own");
    assertThat(stage.cluster.effects()).hasSize(before);
  }

  @Test
  void aThirdServiceWithoutAWeightOfItsOwnIsNoObstacle() {
    stage.shop.instead("c2", route("{\"name\":\"legacy\",\"port\":80,\"weight\":0}"));

    assertThat(stage.begin().ready()).isTrue();
  }

  private static String route(String other) {
    return """
        {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"shop"},
         "spec":{"rules":[{"backendRefs":[{"name":"shop","port":80},%s]}]}}
        """
        .formatted(other);
  }

  @Test
  void appliesNewObjectsBeforeTheCanary() {
    stage.begin();

    assertThat(stage.cluster.effects())
        .endsWith(
            "apply ConfigMap/new",
            "apply ConfigMap/shop-canary",
            "apply Service/shop-canary",
            "apply Deployment/shop-canary");
  }

  private static String thing(String name, String wave) {
    return """
        {"apiVersion":"example.com/v1","kind":"Thing",
         "metadata":{"name":"%s","annotations":{"slipway.dev/wave":"%s"}}}
        """
        .formatted(name, wave);
  }

  @Test
  void waitsForEachWaveOfNewObjectsAndLeavesThoseAfterTheWorkloadToTheSync() {
    stage.shop.commit(
        "c2",
        "shop:2",
        4,
        "hello",
        thing("second", "-1"),
        thing("first", "-2"),
        thing("late", "1"));

    assertThat(stage.begin().ready()).isTrue();
    assertThat(stage.cluster.effects())
        .endsWith(
            "apply Thing/first",
            "apply Thing/second",
            "apply Service/shop-canary",
            "apply Deployment/shop-canary");
    assertThat(stage.cluster.ids()).doesNotContain("Thing/late");
  }

  @Test
  void makesNoCanaryWhereAWaveOfNewObjectsDoesNotBecomeHealthy() {
    stage.shop.commit("c2", "shop:2", 4, "hello", thing("first", "-2"), thing("second", "-1"));
    stage.cluster.condition("Thing/first", ObjectCondition.progressing("has no volume yet"));

    CanaryReadiness readiness = stage.begin();

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.detail())
        .isEqualTo("Thing/first: has no volume yet (wave -2, for which the rollout waits)");
    assertThat(stage.cluster.ids()).doesNotContain("Thing/second", "Deployment/shop-canary");
  }

  @Test
  void keepsAClaimThatACandidateBroughtWhenItGoes() {
    stage.shop.commit(
        "c2",
        "shop:2",
        4,
        "hello",
        """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data"}}
        """);
    stage.begin();

    stage.withdraw();
    SyncReport after =
        stage.sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));

    assertThat(stage.cluster.ids()).contains("PersistentVolumeClaim/data");
    assertThat(after.unpruned()).containsExactly("PersistentVolumeClaim/data");
  }

  @Test
  void givesTheCanaryItsOwnCopyOfChangedConfigurationOnly() {
    stage.begin();

    JsonNode sources =
        stage
            .cluster
            .live("Deployment/shop-canary")
            .json()
            .at("/spec/template/spec/containers/0/envFrom");
    assertThat(sources.at("/0/configMapRef/name").asText()).isEqualTo("shop-canary");
    assertThat(sources.at("/1/secretRef/name").asText()).isEqualTo("shop");
    assertThat(stage.cluster.live("ConfigMap/shop").json().at("/data/GREETING").asText())
        .isEqualTo("hello");
  }

  /** Its rollout was terminated: the sync finds what the canary brought by the kinds of the set. */
  @Test
  void syncCleansUpAfterACanaryWithAKindOfItsOwn() {
    stage.cluster.trackApplySets();
    SyncOrder stable = new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2);
    stage.sync.apply(stable);
    stage.shop.commit(
        "c2",
        "shop:2",
        4,
        "hello",
        """
        {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"extra"}}
        """);
    stage.begin();
    assertThat(stage.cluster.ids()).contains("PodDisruptionBudget/extra");

    stage.sync.apply(stable);

    assertThat(stage.cluster.ids())
        .containsExactlyInAnyOrder(
            "ConfigMap/shop",
            "ConfigMap/slipway-shop-production",
            "Secret/shop",
            "Service/shop",
            "Deployment/shop",
            "HTTPRoute/shop");
  }

  @Test
  void keepsTheCanarysPodsOutOfTheStableService() {
    stage.begin();

    JsonNode canary = stage.cluster.live("Deployment/shop-canary").json();
    assertThat(canary.at("/spec/template/metadata/labels/app").asText()).isEqualTo("shop-canary");
    assertThat(canary.at("/spec/selector/matchLabels/app").asText()).isEqualTo("shop-canary");
    assertThat(stage.cluster.live("Service/shop-canary").json().at("/spec/selector/app").asText())
        .isEqualTo("shop-canary");
  }

  @Test
  void saysWhyTheCanaryIsNotReady() {
    stage.cluster.breakImage("shop:2");

    CanaryReadiness readiness = stage.begin();

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.detail()).contains("0 of 1 ready", "its log ends with: no database");
  }

  @Test
  void refusesAForeignObjectOfTheCanarysName() {
    stage.cluster.put(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop-canary"},"spec":{"selector":{"app":"x"}}}
            """));

    CanaryReadiness readiness = stage.begin();

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.detail()).contains("Service/shop-canary exists and is not Slipway's");
    assertThat(stage.cluster.ids()).doesNotContain("Deployment/shop-canary");
  }

  @Test
  void refusesACandidateWhoseRouteNamesNoServiceOfTheWorkload() {
    stage.shop.without("c2", "Service/shop");

    CanaryReadiness readiness = stage.begin();

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.detail())
        .isEqualTo(
            "HTTPRoute/shop must name exactly one Service that selects the pods of Deployment/shop, not none");
  }

  @Test
  void promotesInPlaceAndLeavesNoTrace() {
    soak();

    CanaryReadiness promoted = stage.promote();

    assertThat(promoted).isEqualTo(new CanaryReadiness(true, "4 of 4 ready"));
    assertPromoted();
  }

  @Test
  void isFollowedByASyncThatFindsNothingToDo() {
    soak();
    stage.promote();

    SyncReport report =
        stage.sync.apply(new SyncOrder(Shop.TARGET, "c2", Optional.empty(), true, 2));

    assertThat(report.drift()).isEmpty();
    assertThat(report.created()).isEmpty();
    assertThat(report.pruned()).isEmpty();
  }

  @Test
  void promotesTheSameWhereverItIsKilled() {
    int effects = soaking().effectsOf(Stage::promote);
    assertThat(effects).isGreaterThan(8);
    for (int n = 1; n <= effects; n++) {
      Stage cut = soaking();
      cut.killAfter(n, Stage::promote);

      assertThat(cut.promote().ready()).as("killed after effect %s", n).isTrue();

      assertPromoted(cut);
    }
  }

  @Test
  void syncsOfStableDoNotUndoAPromotionUnderWay() {
    int effects = soaking().effectsOf(Stage::promote);
    for (int n = 1; n <= effects; n++) {
      Stage cut = soaking();
      cut.killAfter(n, Stage::promote);
      cut.sync.apply(
          new SyncOrder(Shop.TARGET, "c1", Optional.of(new SyncOrder.Loan("rollout")), true, 2));

      assertThat(cut.promote().ready()).isTrue();

      assertPromoted(cut);
    }
  }

  @Test
  void goesBackWithoutAnOutageWhereverThePromotionStopped() {
    int effects = soaking().effectsOf(Stage::promote);
    for (int n = 1; n <= effects; n++) {
      Stage cut = soaking();
      cut.killAfter(n, Stage::promote);

      cut.withdraw();
      cut.pulse.rest(Duration.ofSeconds(5), null);
      cut.sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));

      assertWithdrawn(cut);
    }
  }

  @Test
  void goesBackWhenTheNewStableDoesNotBecomeReady() {
    soak();
    // Only in place, where it has four pods, the new version does not come up.
    stage.pulse.whilePassing(
        time -> {
          if (stage.image("shop").equals("shop:2")) {
            stage.cluster.kill("shop");
          }
        });

    CanaryReadiness promoted = stage.promote();
    assertThat(promoted.ready()).isFalse();
    stage.withdraw();
    stage.sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));

    assertWithdrawn(stage);
  }

  @Test
  void takesTrafficBackBeforeAnythingElse() {
    soak();
    int before = stage.cluster.effects().size();

    stage.withdraw();

    assertThat(stage.cluster.effects().get(before)).isEqualTo("apply HTTPRoute/shop");
    assertWithdrawn(stage);
  }

  @Test
  void withdrawsTheSameWhereverItIsKilled() {
    int effects = soaking().effectsOf(Stage::withdraw);
    for (int n = 1; n <= effects; n++) {
      Stage cut = soaking();
      cut.killAfter(n, Stage::withdraw);

      cut.withdraw();

      assertWithdrawn(cut);
    }
  }

  @Test
  void preparesTheSameWhereverItIsKilled() {
    Stage whole = new Stage();
    int effects = whole.effectsOf(Stage::begin);
    for (int n = 1; n <= effects; n++) {
      Stage cut = new Stage();
      cut.killAfter(n, Stage::begin);

      assertThat(cut.begin()).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));

      assertThat(cut.cluster.ids()).isEqualTo(whole.cluster.ids());
      assertThat(cut.cluster.effects()).doesNotHaveDuplicates();
    }
  }

  @Test
  void stepsTheSameWhereverItIsKilled() {
    Stage whole = new Stage();
    whole.begin();
    int effects = whole.effectsOf(one -> one.step(Stage.at(50, Advance.BY_TIME)));
    assertThat(effects).isEqualTo(2);
    for (int n = 1; n <= effects; n++) {
      Stage cut = new Stage();
      cut.begin();
      cut.killAfter(n, one -> one.step(Stage.at(50, Advance.BY_TIME)));

      StepReport report = cut.canary.step(Stage.at(50, Advance.BY_TIME));

      assertThat(report.end()).isEqualTo(End.ADVANCE);
      assertThat(cut.replicas("shop-canary")).isEqualTo(2);
      assertThat(cut.cluster.outages()).isEmpty();
    }
  }

  @Test
  void takesARegressionBackWhereverItIsKilled() {
    for (int n = 1; n <= 3; n++) {
      Stage cut = new Stage();
      cut.begin();
      cut.gateway.fail("shop-canary", 0.05);
      cut.killAfter(n, one -> one.step(Stage.at(10, Advance.BY_TIME)));

      StepReport report = cut.canary.step(Stage.at(10, Advance.BY_TIME));

      assertThat(report.end()).isEqualTo(End.REGRESSED);
      assertThat(cut.backends()).doesNotContain("shop-canary");
    }
  }

  private void soak() {
    soak(stage);
  }

  private static Stage soaking() {
    Stage stage = new Stage();
    soak(stage);
    return stage;
  }

  private static void soak(Stage stage) {
    assertThat(stage.begin().ready()).isTrue();
    assertThat(stage.step(Stage.at(90, Advance.BY_TIME)).end()).isEqualTo(End.ADVANCE);
    assertThat(stage.replicas("shop-canary")).isEqualTo(4);
  }

  private void assertPromoted() {
    assertPromoted(stage);
  }

  private static void assertPromoted(Stage stage) {
    assertThat(stage.image("shop")).isEqualTo("shop:2");
    assertThat(stage.cluster.live("ConfigMap/shop").json().at("/data/GREETING").asText())
        .isEqualTo("good evening");
    assertThat(stage.backends()).isEqualTo("[{\"name\":\"shop\",\"port\":80}]");
    assertThat(stage.cluster.ids())
        .isEqualTo(
            Set.of(
                "ConfigMap/new",
                "ConfigMap/shop",
                "Secret/shop",
                "Service/shop",
                "Deployment/shop",
                "HTTPRoute/shop"));
    assertThat(stage.cluster.outages()).isEmpty();
  }

  private static void assertWithdrawn(Stage stage) {
    assertThat(stage.image("shop")).isEqualTo("shop:1");
    assertThat(stage.cluster.live("ConfigMap/shop").json().at("/data/GREETING").asText())
        .isEqualTo("hello");
    assertThat(stage.backends()).isEqualTo("[{\"name\":\"shop\",\"port\":80}]");
    assertThat(stage.cluster.ids())
        .isEqualTo(
            Set.of(
                "ConfigMap/shop",
                "Secret/shop",
                "Service/shop",
                "Deployment/shop",
                "HTTPRoute/shop"));
    assertThat(stage.cluster.outages()).isEmpty();
  }
}
