package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A canary of a shop of four pods that no route leads to. */
class ReplicaShareTest {

  private final Stage stage = Stage.withoutRoute();

  @Test
  void saysWhichWeightsThereAreAndBeginsWithoutAPod() {
    assertThat(stage.begin())
        .isEqualTo(
            new CanaryReadiness(
                true,
                "0 of 0 ready; no HTTPRoute/shop: its weight is its number of pods, from 20 % to"
                    + " 50 %"));
    assertThat(stage.gateway.served("shop-canary")).isZero();
  }

  @Test
  void canarysPodsStandBehindTheStableServiceAndAreToldApart() {
    stage.begin();

    JsonNode canary = stage.cluster.live("Deployment/shop-canary").json();
    assertThat(canary.at("/spec/template/metadata/labels/app").asText()).isEqualTo("shop");
    assertThat(canary.at("/spec/selector/matchLabels").toString())
        .isEqualTo(canary.at("/spec/template/metadata/labels").toString())
        .contains("slipway.dev/canary");
    assertThat(stage.cluster.live("Service/shop-canary").json().at("/spec/selector").toString())
        .contains("slipway.dev/canary");
  }

  @Test
  void makesTheNearestWeightThatPodsMakeAndSaysSo() {
    stage.begin();

    StepReport first = stage.step(Stage.at(10, Advance.BY_TIME));
    assertThat(stage.replicas("shop-canary")).isEqualTo(1);
    assertThat(first.end()).isEqualTo(End.ADVANCE);
    assertThat(first.detail())
        .startsWith("at 20 % instead of 10 %, which whole pods do not make (1 of the canary's): ");

    StepReport half = stage.step(Stage.after(first, 2, 50, Advance.BY_TIME));
    assertThat(stage.replicas("shop-canary")).isEqualTo(4);
    assertThat(half.detail()).doesNotContain("instead of");

    StepReport soak = stage.step(Stage.after(half, 3, 90, Advance.BY_TIME));
    assertThat(stage.replicas("shop-canary")).isEqualTo(4);
    assertThat(soak.detail()).startsWith("at 50 % instead of 90 %");
    assertThat(stage.replicas("shop")).isEqualTo(4);
  }

  @Test
  void findsARegressionAndTakesTheCanarysPodsAway() {
    stage.begin();
    stage.gateway.fail("shop-canary", 0.05);

    StepReport report = stage.step(Stage.at(10, Advance.BY_EVIDENCE));

    assertThat(report.end()).isEqualTo(End.REGRESSED);
    assertThat(stage.replicas("shop-canary")).isZero();
  }

  @Test
  void requestsOfOneConnectionCountForLess() {
    stage.gateway.fail("shop-canary", 0.01);
    stage.begin();
    StepReport byPods = stage.step(Stage.at(50, Advance.BY_EVIDENCE));
    Stage routed = new Stage();
    routed.gateway.fail("shop-canary", 0.01);
    routed.begin();

    StepReport byRoute = routed.step(Stage.at(50, Advance.BY_EVIDENCE));

    assertThat(byPods.end()).isEqualTo(End.REGRESSED);
    assertThat(byPods.held()).isGreaterThan(byRoute.held());
  }

  @Test
  void followsAnAutoscalerThatChangesStable() {
    stage.begin();
    Instant soon = stage.pulse.now().plusSeconds(20);
    boolean[] done = {false};
    stage.pulse.whilePassing(
        time -> {
          if (!done[0] && !stage.pulse.now().isBefore(soon)) {
            done[0] = true;
            stage.cluster.edit(
                "Deployment/shop", json -> ((ObjectNode) json.get("spec")).put("replicas", 8));
          }
        });

    StepReport report = stage.step(Stage.at(50, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(stage.replicas("shop-canary")).isEqualTo(8);
  }

  @Test
  void promotesAndLeavesNoTrace() {
    stage.begin();
    StepReport first = stage.step(Stage.at(10, Advance.BY_TIME));
    stage.step(Stage.after(first, 2, 90, Advance.BY_TIME));

    assertThat(stage.promote()).isEqualTo(new CanaryReadiness(true, "4 of 4 ready"));

    assertThat(stage.image("shop")).isEqualTo("shop:2");
    assertThat(stage.cluster.ids()).noneMatch(id -> id.endsWith("-canary"));
    SyncReport after =
        stage.sync.apply(new SyncOrder(Shop.TARGET, "c2", Optional.empty(), true, 2));
    assertThat(after.drift()).isEmpty();
  }

  @Test
  void withdrawsAndLeavesNoTrace() {
    stage.begin();
    stage.step(Stage.at(10, Advance.BY_TIME));

    stage.withdraw();

    assertThat(stage.image("shop")).isEqualTo("shop:1");
    assertThat(stage.cluster.ids()).noneMatch(id -> id.endsWith("-canary"));
  }

  @Test
  void saysWhyTheCanaryDoesNotStart() {
    stage.cluster.breakImage("shop:2");
    stage.begin();

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail()).contains("did not become ready: 0 of 1 ready");
    assertThat(report.held()).isEqualTo(Duration.ZERO);
  }

  @Test
  void refusesAPathWhoseRouteHasAnotherName() {
    stage.shop.commit(
        "c3",
        "shop:3",
        4,
        "hello",
        """
        {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"public"},
         "spec":{"rules":[{"backendRefs":[{"name":"shop","port":80}]}]}}
        """);
    stage.shop.without("c3", "HTTPRoute/shop");
    RevisionRef third = new RevisionRef("c3", Shop.revision("c3"), Optional.empty());

    CanaryReadiness readiness =
        stage.canary.begin(
            new CanaryOrder(Shop.TARGET, Stage.STABLE, third, Duration.ofMinutes(1)));

    assertThat(readiness.detail())
        .isEqualTo(
            "the path has no HTTPRoute/shop, whose weights to shift, but HTTPRoute/public: name it"
                + " as the environment's 'route' in platform.yaml");
  }
}
