package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.HeaderRoute;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A way for testers to the canary, at any weight. */
class HeaderRouteTest {

  private static final CanaryOrder ORDER =
      new CanaryOrder(
          Shop.TARGET,
          Stage.STABLE,
          Stage.CANDIDATE,
          Duration.ofMinutes(1),
          Optional.of(new HeaderRoute("X-Canary", "tester")),
          Baseline.STABLE);

  private static final String LABELLED =
      """
      {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop","labels":{"team":"payments"}},
       "spec":{"selector":{"app":"shop"},"ports":[{"port":80}]}}
      """;

  private final Stage stage = new Stage();

  @Test
  void letsTestersToTheCanaryAtWeightZeroByAServiceOfTheirOwn() {
    assertThat(stage.canary.begin(ORDER).ready()).isTrue();

    JsonNode rules = rules();
    assertThat(rules.size()).isEqualTo(2);
    assertThat(rules.at("/0/backendRefs").toString()).doesNotContain("canary");
    assertThat(rules.get(1).toString())
        .isEqualTo(
            "{\"backendRefs\":[{\"name\":\"shop-canary-testers\",\"port\":80}],"
                + "\"matches\":[{\"headers\":[{\"type\":\"Exact\",\"name\":\"X-Canary\","
                + "\"value\":\"tester\"}]}]}");
    assertThat(stage.cluster.live("Service/shop-canary-testers").json().at("/spec/selector/app"))
        .isEqualTo(stage.cluster.live("Service/shop-canary").json().at("/spec/selector/app"));
  }

  /** Its pods stand behind the canary's Service already. */
  @Test
  void isNotFoundByTheLabelsOfTheTeamsServiceMonitor() {
    stage.shop.instead("c1", LABELLED).instead("c2", LABELLED);

    assertThat(stage.canary.begin(ORDER).ready()).isTrue();

    assertThat(team("shop-canary")).isEqualTo("payments");
    assertThat(team("shop-canary-testers")).isEmpty();
  }

  private String team(String service) {
    return stage.cluster.live("Service/" + service).json().at("/metadata/labels/team").asText();
  }

  @Test
  void hasNoWayToACanaryThatIsNotReady() {
    stage.cluster.breakImage("shop:2");

    assertThat(stage.canary.begin(ORDER).ready()).isFalse();

    assertThat(rules().size()).isEqualTo(1);
  }

  @Test
  void staysWhileTheWeightIsShiftedAndSyncsRun() {
    stage.canary.begin(ORDER);

    assertThat(stage.step(Stage.at(10, Advance.BY_TIME)).end()).isEqualTo(End.ADVANCE);
    SyncReport lent =
        stage.sync.apply(
            new SyncOrder(Shop.TARGET, "c1", Optional.of(new SyncOrder.Loan("rollout")), true, 2));

    assertThat(lent.drift()).isEmpty();
    assertThat(rules().size()).isEqualTo(2);
    assertThat(rules().at("/0/backendRefs/1/weight").asInt()).isEqualTo(10);
    assertThat(stage.cluster.outages()).isEmpty();
  }

  @Test
  void endsWithARegression() {
    stage.canary.begin(ORDER);
    stage.gateway.fail("shop-canary", 0.05);

    assertThat(stage.step(Stage.at(10, Advance.BY_EVIDENCE)).end()).isEqualTo(End.REGRESSED);

    assertThat(rules().size()).isEqualTo(1);
  }

  @Test
  void endsWithAWithdrawal() {
    stage.canary.begin(ORDER);

    stage.withdraw();

    assertThat(rules().size()).isEqualTo(1);
    assertThat(stage.cluster.ids()).noneMatch(id -> id.contains("-canary"));
  }

  @Test
  void endsWithAPromotion() {
    stage.canary.begin(ORDER);
    stage.step(Stage.at(50, Advance.BY_TIME));

    assertThat(stage.promote().ready()).isTrue();

    assertThat(rules().size()).isEqualTo(1);
    assertThat(stage.cluster.ids()).noneMatch(id -> id.contains("-canary"));
    assertThat(stage.cluster.outages()).isEmpty();
  }

  @Test
  void endsWithTheNextSyncWhenTheRolloutWasTerminated() {
    stage.canary.begin(ORDER);
    stage.step(Stage.at(10, Advance.BY_TIME));

    stage.sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));

    assertThat(rules().size()).isEqualTo(1);
    assertThat(stage.backends()).doesNotContain("canary");
    assertThat(stage.cluster.ids()).noneMatch(id -> id.contains("-canary"));
  }

  @Test
  void isRefusedWhereNoRouteLeads() {
    Stage unrouted = Stage.withoutRoute();

    CanaryReadiness readiness = unrouted.canary.begin(ORDER);

    assertThat(readiness.detail()).contains("a headerRoute needs an HTTPRoute/shop");
    assertThat(unrouted.cluster.ids()).noneMatch(id -> id.contains("-canary"));
  }

  private JsonNode rules() {
    return stage.cluster.live("HTTPRoute/shop").json().at("/spec/rules");
  }
}
