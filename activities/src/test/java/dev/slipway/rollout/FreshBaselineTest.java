package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A canary that is compared with pods of the stable revision which are as young as its own. */
class FreshBaselineTest {

  private static final String STABLE_ALONE = "[{\"name\":\"shop\",\"port\":80}]";

  private final Stage stage = new Stage();

  @Test
  void startsBothBesideStableWithoutTraffic() {
    CanaryReadiness readiness = stage.beginBesideBaseline();

    assertThat(readiness)
        .isEqualTo(
            new CanaryReadiness(
                true,
                "1 of 1 ready; it is compared with a fresh baseline, Deployment/shop-baseline"));
    assertThat(stage.image("shop-baseline")).isEqualTo("shop:1");
    assertThat(stage.replicas("shop-baseline")).isEqualTo(1);
    assertThat(stage.backends()).isEqualTo(STABLE_ALONE);
    assertThat(stage.cluster.live("Service/shop-baseline").json().at("/spec/selector/app").asText())
        .isEqualTo(
            stage
                .cluster
                .live("Deployment/shop-baseline")
                .json()
                .at("/spec/template/metadata/labels/app")
                .asText())
        .isEqualTo("shop-baseline");
    assertThat(configurationOf("shop-baseline")).isEqualTo("shop");
    assertThat(configurationOf("shop-canary")).isEqualTo("shop-canary");
  }

  private String configurationOf(String deployment) {
    return stage
        .cluster
        .live("Deployment/" + deployment)
        .json()
        .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
        .asText();
  }

  @Test
  void givesBothTheSameShareUpToAHalfAndThenTheRest() {
    stage.beginBesideBaseline();

    assertThat(step(0.5).end()).isEqualTo(End.ADVANCE);
    assertThat(stage.backends()).isEqualTo(shares(9900, 50, 50));
    assertThat(step(10).end()).isEqualTo(End.ADVANCE);
    assertThat(stage.backends()).isEqualTo(shares(80, 10, 10));
    assertThat(step(50).end()).isEqualTo(End.ADVANCE);
    assertThat(stage.backends()).isEqualTo(shares(0, 50, 50));
    assertThat(stage.replicas("shop-canary")).isEqualTo(2);
    assertThat(stage.replicas("shop-baseline")).isEqualTo(2);
    assertThat(step(90).end()).isEqualTo(End.ADVANCE);
    assertThat(stage.backends()).isEqualTo(shares(0, 90, 10));
    assertThat(stage.replicas("shop-canary")).isEqualTo(4);
    assertThat(stage.replicas("shop-baseline")).isEqualTo(4);
    assertThat(stage.replicas("shop")).isEqualTo(4);
    assertThat(stage.cluster.outages()).isEmpty();
  }

  @Test
  void doesNotBlameTheCanaryForWhatIsOnlyCold() {
    stage.gateway.fail("shop-canary", 0.05);
    stage.gateway.fail("shop-baseline", 0.05);
    stage.begin();
    assertThat(stage.step(Stage.at(50, Advance.BY_TIME)).end()).isEqualTo(End.REGRESSED);
    stage.withdraw();

    stage.beginBesideBaseline();
    StepReport report = step(50);

    assertThat(report.end()).as(report.detail()).isEqualTo(End.ADVANCE);
    assertThat(report.analysis().metrics().getFirst().stableRate()).isBetween(0.049, 0.051);
  }

  @Test
  void takesTrafficBackToStableWhenTheCanaryIsWorseThanTheBaseline() {
    stage.beginBesideBaseline();
    stage.gateway.fail("shop-canary", 0.05);

    StepReport report = step(10);

    assertThat(report.end()).isEqualTo(End.REGRESSED);
    assertThat(report.analysis().verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(stage.backends()).isEqualTo(STABLE_ALONE);
  }

  @Test
  void goesBackWhenTheBaselineItselfIsNotHealthy() {
    stage.beginBesideBaseline();
    stage.cluster.kill("shop-baseline");

    StepReport report = step(10);

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail()).contains("the fresh baseline beside it has 0 of 1 ready");
  }

  @Test
  void goesBackWhenTheBaselineDiesWhileItIsCompared() {
    stage.beginBesideBaseline();
    var dies = stage.pulse.now().plusSeconds(30);
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(dies)) {
            stage.cluster.kill("shop-baseline");
          }
        });

    StepReport report = step(10);

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail())
        .contains(
            "the fresh baseline is not healthy: 0 of 1 ready",
            "there is nothing to compare the canary with");
    assertThat(stage.backends()).isEqualTo(STABLE_ALONE);
  }

  @Test
  void comparesWithNothingElseWhenSomebodyDeletesTheBaseline() {
    stage.beginBesideBaseline();
    stage.cluster.delete("shops", "Service", "shop-baseline");

    StepReport report = step(10);

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail())
        .isEqualTo("the fresh baseline's objects are gone: somebody deleted them");
  }

  @Test
  void leadsNobodyToABaselineThatSomebodyDeleted() {
    stage.beginBesideBaseline();
    step(10);
    stage.cluster.delete("shops", "Service", "shop-baseline");

    stage.withdraw();

    assertThat(stage.backends()).isEqualTo(STABLE_ALONE);
    assertThat(stage.cluster.ids()).noneMatch(id -> id.contains("-baseline"));
  }

  @Test
  void seesThatTheRouterGivesTheCanaryTooMuchOfAllTraffic() {
    stage.beginBesideBaseline();
    stage.gateway.stickTo(0.4);

    StepReport report = step(10);

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail()).contains("the router does not obey: the canary got");
  }

  @Test
  void putsTheBaselinesShareBackWhenSomebodyTakesIt() {
    stage.beginBesideBaseline();
    var moment = stage.pulse.now().plusSeconds(30);
    boolean[] done = {false};
    stage.pulse.whilePassing(
        time -> {
          if (!done[0] && !stage.pulse.now().isBefore(moment)) {
            done[0] = true;
            stage.cluster.edit(
                "HTTPRoute/shop",
                route -> {
                  ((ObjectNode) route.at("/spec/rules/0/backendRefs/0")).put("weight", 89);
                  ((ObjectNode) route.at("/spec/rules/0/backendRefs/2")).put("weight", 1);
                });
          }
        });

    assertThat(step(10).end()).isEqualTo(End.ADVANCE);
    assertThat(stage.backends()).isEqualTo(shares(80, 10, 10));
  }

  @Test
  void namesAMetricThatNeverAppearsBeforeEitherGetsTraffic() {
    stage.gateway.forgetBoundaries();
    stage.beginBesideBaseline();

    StepReport report = stage.step(Stage.fresh(Stage.first(10)));

    assertThat(report.end()).isEqualTo(End.NO_DATA);
    assertThat(report.detail()).contains("metric latency", "the canary got no traffic at all");
  }

  @Test
  void beginsItsFirstStepByWhatIsCountedOfStable() {
    stage.beginBesideBaseline();

    assertThat(stage.step(Stage.fresh(Stage.first(10))).end()).isEqualTo(End.ADVANCE);
  }

  /** One request in 167 s each, longer than missing data is borne with. */
  @Test
  void waitsForRequestsWhereStableGetsAlmostAll() {
    stage.beginBesideBaseline();
    stage.gateway.traffic(0.06);

    StepReport report =
        stage.step(
            Stage.atMost(Duration.ofMinutes(10), Stage.fresh(Stage.at(10, Advance.BY_TIME))));

    assertThat(report.end()).as(report.detail()).isEqualTo(End.ADVANCE);
    assertThat(report.held()).isGreaterThan(Stage.plan().missingData().multipliedBy(2));
  }

  @Test
  void goesBackWhereNobodyAsksAnyVersion() {
    stage.beginBesideBaseline();
    stage.gateway.traffic(0);

    StepReport report = step(10);

    assertThat(report.end()).isEqualTo(End.NO_DATA);
  }

  @Test
  void promotesWithoutATrace() {
    soak(stage);

    assertThat(stage.promote().ready()).isTrue();

    assertNothingIsLeftOf("shop:2");
  }

  @Test
  void isGoneWithTheNextSyncWhenTheRolloutWasTerminated() {
    stage.beginBesideBaseline();
    step(10);

    stage.sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));

    assertNothingIsLeftOf("shop:1");
  }

  @Test
  void staysWhileSyncsRunBesideTheRollout() {
    stage.beginBesideBaseline();
    step(10);

    var lent =
        stage.sync.apply(
            new SyncOrder(Shop.TARGET, "c1", Optional.of(new SyncOrder.Loan("rollout")), true, 2));

    assertThat(lent.drift()).isEmpty();
    assertThat(stage.backends()).isEqualTo(shares(80, 10, 10));
  }

  @Test
  void isNotTakenForComparedByARolloutThatDoesNotAskForIt() {
    stage.beginBesideBaseline();
    stage.begin();
    stage.gateway.fail("shop-baseline", 1);

    assertThat(stage.step(Stage.at(10, Advance.BY_TIME)).end()).isEqualTo(End.ADVANCE);
    assertThat(stage.backends()).doesNotContain("baseline");
  }

  @Test
  void isRefusedWhereNoRouteLeads() {
    Stage unrouted = Stage.withoutRoute();

    CanaryReadiness readiness = unrouted.beginBesideBaseline();

    assertThat(readiness.detail())
        .isEqualTo(
            "a fresh baseline needs an HTTPRoute/shop, which the path has not: remove 'baseline'"
                + " from the delivery file, or add the route");
    assertThat(unrouted.cluster.ids()).noneMatch(id -> id.contains("-baseline"));
  }

  @Test
  void takesNoNameThatThePathHas() {
    String own =
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop-baseline"},
         "spec":{"selector":{"app":"other"},"ports":[{"port":80}]}}
        """;
    stage.shop.commit("c2", "shop:2", 4, "hello", own);

    CanaryReadiness readiness = stage.beginBesideBaseline();

    assertThat(readiness.detail())
        .isEqualTo(
            "Service/shop-baseline is a name that Slipway needs for a rollout: give the path's own"
                + " another");
    assertThat(stage.cluster.ids()).noneMatch(id -> id.contains("-canary"));
  }

  private StepReport step(double weight) {
    return stage.step(Stage.fresh(Stage.at(weight, Advance.BY_TIME)));
  }

  private static String shares(int stable, int canary, int baseline) {
    return ("[{\"name\":\"shop\",\"port\":80,\"weight\":%d},"
            + "{\"name\":\"shop-canary\",\"port\":80,\"weight\":%d},"
            + "{\"name\":\"shop-baseline\",\"port\":80,\"weight\":%d}]")
        .formatted(stable, canary, baseline);
  }

  static void soak(Stage stage) {
    assertThat(stage.beginBesideBaseline().ready()).isTrue();
    assertThat(stage.step(Stage.fresh(Stage.at(90, Advance.BY_TIME))).end()).isEqualTo(End.ADVANCE);
  }

  private void assertNothingIsLeftOf(String image) {
    assertNothingIsLeft(stage, image);
  }

  static void assertNothingIsLeft(Stage stage, String image) {
    assertThat(stage.image("shop")).isEqualTo(image);
    assertThat(stage.backends()).isEqualTo(STABLE_ALONE);
    assertThat(stage.cluster.ids())
        .containsAll(
            Set.of(
                "ConfigMap/shop",
                "Secret/shop",
                "Service/shop",
                "Deployment/shop",
                "HTTPRoute/shop"))
        .noneMatch(id -> id.contains("-canary") || id.contains("-baseline"));
    assertThat(stage.cluster.outages()).isEmpty();
  }
}
