package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.Shop;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CanaryStepTest {

  private final Stage stage = new Stage();

  @BeforeEach
  void theCanaryIsReady() {
    assertThat(stage.begin().ready()).isTrue();
  }

  @Test
  void advancesByTimeWhenNothingIsWrong() {
    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(report.held()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    assertThat(stage.backends()).contains("\"name\":\"shop\",\"port\":80,\"weight\":90");
    assertThat(stage.cluster.outages()).isEmpty();
  }

  @Test
  void advancesByEvidenceBeforeTheMaximumHold() {
    StepReport report = stage.step(Stage.at(50, Advance.BY_EVIDENCE));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(report.analysis().proven()).isTrue();
    assertThat(report.held()).isLessThan(Duration.ofMinutes(20));
  }

  @Test
  void isInconclusiveAtTheMaximumHoldWhenTrafficProvesLittle() {
    stage.gateway.traffic(1);

    StepReport report = stage.step(Stage.at(50, Advance.BY_EVIDENCE));

    assertThat(report.end()).isEqualTo(End.INCONCLUSIVE);
    assertThat(report.held()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(21));
  }

  @Test
  void takesTrafficBackTheMomentItFindsARegression() {
    stage.gateway.fail("shop-canary", 0.05);

    StepReport report = stage.step(Stage.at(10, Advance.BY_EVIDENCE));

    assertThat(report.end()).isEqualTo(End.REGRESSED);
    assertThat(report.analysis().verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(stage.backends()).doesNotContain("shop-canary");
    assertThat(report.held()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void waitsForThePodThatAloneFailsAndGoesOnOnceItIsReplaced() {
    stage.gateway.failOnePod("shop-canary", 0.2);
    Instant later = stage.pulse.now().plusSeconds(300);
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(later)) {
            stage.gateway.replaceThePod();
          }
        });

    StepReport report = stage.step(Stage.at(50, Advance.BY_EVIDENCE));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(report.held()).isGreaterThan(Duration.ofSeconds(290));
    assertThat(report.analysis().sentence()).contains("pod shop-canary-0 alone failed");
  }

  @Test
  void asksAPersonAboutThePodThatAloneFailsAtTheMaximumHold() {
    stage.gateway.failOnePod("shop-canary", 0.2);

    StepReport report = stage.step(Stage.at(50, Advance.BY_EVIDENCE));

    assertThat(report.end()).isEqualTo(End.LONE_POD);
    assertThat(report.detail())
        .startsWith("pod shop-canary-0 alone fails")
        .contains("not counted against the version");
    assertThat(stage.backends()).contains("shop-canary");
  }

  @Test
  void tellsTheSameVerdictAgainWithoutGivingTheCanaryTrafficAgain() {
    stage.gateway.fail("shop-canary", 0.05);
    StepReport first = stage.step(Stage.at(10, Advance.BY_EVIDENCE));
    double served = stage.gateway.served("shop-canary");

    StepReport again = stage.canary.step(Stage.at(10, Advance.BY_EVIDENCE));

    assertThat(again.end()).isEqualTo(End.REGRESSED);
    assertThat(again.detail()).isEqualTo(first.detail());
    assertThat(stage.gateway.served("shop-canary")).isEqualTo(served);
  }

  @Test
  void findsARegressionDuringAHoldToo() {
    stage.gateway.fail("shop-canary", 0.05);

    assertThat(stage.step(Stage.hold(10)).end()).isEqualTo(End.REGRESSED);
  }

  @Test
  void endsAHoldAtItsDeadline() {
    StepReport report = stage.step(Stage.hold(10));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(report.held()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
  }

  @Test
  void hasPodsForTheWeightBeforeItHasTheWeight() {
    stage.step(Stage.at(50, Advance.BY_TIME));

    assertThat(stage.replicas("shop-canary")).isEqualTo(2);
    assertThat(stage.cluster.effects().indexOf("apply Deployment/shop-canary"))
        .isLessThan(stage.cluster.effects().lastIndexOf("apply HTTPRoute/shop"));
    assertThat(stage.cluster.outages()).isEmpty();
  }

  @Test
  void neverPassesWithoutTraffic() {
    stage.gateway.traffic(0);

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.NO_DATA);
    assertThat(report.held()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void neverPassesWithoutMetrics() {
    stage.gateway.fallSilent();

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.NO_DATA);
    assertThat(report.detail()).contains("the gateway does not answer", "never a pass");
  }

  @Test
  void namesAMetricThatNeverAppearsBeforeTheCanaryGetsTraffic() {
    stage.gateway.forgetBoundaries();

    StepReport report = stage.step(Stage.first(10));

    assertThat(report.end()).isEqualTo(End.NO_DATA);
    assertThat(report.detail())
        .contains("metric latency", "not timed at 0.025 s", "the canary got no traffic at all");
    assertThat(stage.gateway.served("shop-canary")).isZero();
    assertThat(stage.backends()).doesNotContain("shop-canary");
  }

  @Test
  void tellsWhatItMissesWhileItWaitsForTheFirstMetrics() {
    stage.gateway.forgetBoundaries();
    Instant begun = stage.pulse.now();
    stage.pulse.killAt(begun.plusSeconds(20));

    assertThatThrownBy(() -> stage.step(Stage.first(10))).isInstanceOf(KilledWorker.class);

    DataFlow told = stage.pulse.kept(StepCheckpoint.class).orElseThrow().data();
    assertThat(told.missingSince()).contains(begun);
    assertThat(told.why()).contains("metric latency", "not timed at 0.025 s");
  }

  @Test
  void waitsForTheFirstMetricsNoLongerBecauseAWorkerDied() {
    stage.gateway.forgetBoundaries();
    Instant begun = stage.pulse.now();
    stage.pulse.killAt(begun.plusSeconds(90));
    assertThatThrownBy(() -> stage.step(Stage.first(10))).isInstanceOf(KilledWorker.class);

    assertThat(stage.canary.step(Stage.first(10)).end()).isEqualTo(End.NO_DATA);

    assertThat(Duration.between(begun, stage.pulse.now()))
        .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(125));
  }

  @Test
  void goesOnWithMetricsThatCameWhileNoWorkerWasThere() {
    stage.gateway.forgetBoundaries();
    stage.pulse.killAt(stage.pulse.now().plusSeconds(90));
    assertThatThrownBy(() -> stage.step(Stage.first(10))).isInstanceOf(KilledWorker.class);
    stage.gateway.recallBoundaries();

    Instant later = stage.pulse.now();
    StepReport report = stage.canary.step(Stage.first(10));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(stage.gateway.served("shop-canary")).isPositive();
    assertThat(latencyFrom(report)).isAfterOrEqualTo(later.plusSeconds(60));
  }

  @Test
  void warmsUpFromTheFirstTrafficOnHoweverLongItsMetricsWereAwaited() {
    stage.gateway.forgetBoundaries();
    Instant there = stage.pulse.now().plusSeconds(90);
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(there)) {
            stage.gateway.recallBoundaries();
          }
        });

    StepReport report = stage.step(Stage.first(10));

    assertThat(latencyFrom(report)).isBetween(there.plusSeconds(60), there.plusSeconds(65));
  }

  @Test
  void namesASourceThatDoesNotAnswerBeforeTheCanaryGetsTraffic() {
    stage.gateway.fallSilent();

    StepReport report = stage.step(Stage.first(10));

    assertThat(report.end()).isEqualTo(End.NO_DATA);
    assertThat(report.detail()).contains("the gateway does not answer");
    assertThat(stage.gateway.served("shop-canary")).isZero();
  }

  @Test
  void givesTheFirstWeightOnceEveryMetricIsThere() {
    stage.gateway.forgetBoundaries();
    Instant soon = stage.pulse.now().plusSeconds(20);
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(soon)) {
            stage.gateway.recallBoundaries();
          }
        });

    assertThat(stage.step(Stage.first(10)).end()).isEqualTo(End.ADVANCE);
  }

  @Test
  void waitsForAPersonThroughANightWithoutTraffic() {
    stage.gateway.traffic(0);

    assertThat(stage.step(Stage.hold(10)).end()).isEqualTo(End.ADVANCE);
  }

  @Test
  void givesUpAHoldWhoseMetricsAreGone() {
    stage.gateway.fallSilent();

    assertThat(stage.step(Stage.hold(10)).end()).isEqualTo(End.NO_DATA);
  }

  @Test
  void countsNothingAcrossARestartOfTheGateway() {
    Instant middle = stage.pulse.now().plusSeconds(32);
    boolean[] done = {false};
    stage.pulse.whilePassing(
        time -> {
          if (!done[0] && !stage.pulse.now().isBefore(middle)) {
            done[0] = true;
            stage.gateway.restart();
          }
        });

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    long counted = report.analysis().metrics().getFirst().canaryRequests();
    // 60 s at 20/s, less the block of the restart and the block that finds the series again.
    assertThat(counted).isBetween(900L, 1150L);
  }

  @Test
  void isUnhealthyWhenTheCanarysPodsDie() {
    Instant soon = stage.pulse.now().plusSeconds(20);
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(soon)
              && stage.cluster.ids().contains("Deployment/shop-canary")) {
            stage.cluster.kill("shop-canary");
          }
        });

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail()).contains("0 of 1 ready");
    assertThat(report.held()).isLessThan(Duration.ofSeconds(25));
    assertThat(stage.backends()).doesNotContain("shop-canary");
  }

  @Test
  void isUnhealthyWhenSomebodyDeletesTheCanary() {
    stage.withdraw();

    assertThat(stage.step(Stage.at(10, Advance.BY_TIME)).end()).isEqualTo(End.UNHEALTHY);
  }

  @Test
  void setsTheWeightAgainWhenSomebodyElseChangesIt() {
    Instant soon = stage.pulse.now().plusSeconds(20);
    boolean[] done = {false};
    stage.pulse.whilePassing(
        time -> {
          if (!done[0] && !stage.pulse.now().isBefore(soon)) {
            done[0] = true;
            stage.cluster.edit(
                "HTTPRoute/shop",
                json -> ((ObjectNode) json.at("/spec/rules/0/backendRefs/1")).put("weight", 80));
          }
        });

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(stage.backends()).contains("\"weight\":90", "\"weight\":10");
  }

  @Test
  void stopsARouterThatTakesTheWeightAndGivesTheCanaryMore() {
    stage.gateway.stickTo(0.5);

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail())
        .contains("the router does not obey: the canary got", "(50.0 %) at a weight of 10 %");
    assertThat(report.held()).isLessThan(Duration.ofSeconds(20));
    assertThat(stage.backends()).doesNotContain("shop-canary");
  }

  @Test
  void stopsARouterThatStaysAtTheWeightBefore() {
    StepReport first = stage.step(Stage.at(10, Advance.BY_TIME));
    stage.gateway.stickTo(0.1);

    StepReport second = stage.step(Stage.after(first, 2, 50, Advance.BY_TIME));

    assertThat(second.end()).isEqualTo(End.UNHEALTHY);
    assertThat(second.detail()).contains("(10.0 %) at a weight of 50 %");
    assertThat(second.held()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
  }

  @Test
  void stopsARouterThatGivesTheCanaryNothing() {
    stage.gateway.stickTo(0);

    StepReport report = stage.step(Stage.at(10, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail()).contains("(0.0 %) at a weight of 10 %");
  }

  @Test
  void findsOutAboutTheRouterAcrossTheDeathOfAWorker() {
    stage.gateway.stickTo(0.5);
    stage.pulse.nextActivity();
    stage.pulse.killAt(stage.pulse.now().plusMillis(9_700));
    StepOrder order = Stage.at(10, Advance.BY_TIME);
    assertThatThrownBy(() -> stage.canary.step(order)).isInstanceOf(KilledWorker.class);

    assertThat(stage.canary.step(order).end()).isEqualTo(End.UNHEALTHY);
  }

  @Test
  void doesNotBlameTheRouterForAnotherRouteToTheSameService() {
    stage.cluster.put(
        Shop.json(
            """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute",
             "metadata":{"name":"internal"},
             "spec":{"rules":[{"backendRefs":[{"name":"shop","port":80}]}]}}
            """));
    stage.gateway.stickTo(0.02);

    assertThat(stage.step(Stage.at(10, Advance.BY_TIME)).end()).isEqualTo(End.ADVANCE);
  }

  @Test
  void goesOnWithTheSameEvidenceFromStepToStep() {
    StepReport first = stage.step(Stage.at(10, Advance.BY_TIME));
    StepReport second = stage.step(Stage.after(first, 2, 50, Advance.BY_EVIDENCE));

    long before = first.analysis().metrics().getFirst().canaryRequests();
    assertThat(second.analysis().metrics().getFirst().canaryRequests()).isGreaterThan(before);
  }

  @Test
  void judgesNoLatencyBeforeThePodsThatAStepHasAddedAreWarm() {
    StepReport first = stage.step(Stage.first(10));
    StepReport same = stage.step(Stage.after(first, 1, 20, Advance.BY_TIME));
    assertThat(latencyFrom(same)).as("one pod carries 20 %").isEqualTo(latencyFrom(first));

    Instant begun = stage.pulse.now();
    StepReport more = stage.step(Stage.after(same, 2, 80, Advance.BY_TIME));

    assertThat(latencyFrom(more)).isBetween(begun.plusSeconds(60), begun.plusSeconds(75));
  }

  @Test
  void stillKnowsThatPodsWereAddedAfterItsWorkerDiedBeforeTheFirstBlock() {
    StepReport first = stage.step(Stage.first(10));
    StepOrder order = Stage.after(first, 1, 80, Advance.BY_TIME);
    Instant begun = stage.pulse.now();
    stage.pulse.nextActivity();
    stage.pulse.killAt(begun.plusSeconds(3));
    assertThatThrownBy(() -> stage.canary.step(order)).isInstanceOf(KilledWorker.class);

    StepReport report = stage.canary.step(order);

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(latencyFrom(report)).isAfter(begun.plusSeconds(59));
  }

  @Test
  void judgesNoLatencyBeforeAPodThatCameInPlaceOfAnotherIsWarm() {
    Instant moved = stage.pulse.now().plusSeconds(30);
    AtomicBoolean done = new AtomicBoolean();
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(moved) && !done.getAndSet(true)) {
            stage.cluster.move("shop-canary", stage.pulse.now().plusSeconds(5));
          }
        });

    StepReport report = stage.step(Stage.at(50, Advance.BY_TIME));

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(latencyFrom(report)).isBetween(moved.plusSeconds(65), moved.plusSeconds(70));
  }

  @Test
  void doesNotLookAwayForEverFromPodsThatComeAndGo() {
    Instant begun = stage.pulse.now();
    AtomicReference<Instant> next = new AtomicReference<>(begun.plusSeconds(30));
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(next.get())) {
            stage.cluster.move("shop-canary", stage.pulse.now().plusSeconds(5));
            next.set(stage.pulse.now().plusSeconds(20));
          }
        });

    StepReport report = stage.step(Stage.hold(50));

    assertThat(report.held()).isGreaterThan(Duration.ofMinutes(9));
    assertThat(latencyFrom(report))
        .as("it has two pods, and each is waited for once")
        .isBetween(begun.plusSeconds(50 + 60), begun.plusSeconds(65 + 60));
  }

  private static Instant latencyFrom(StepReport report) {
    EvidenceContent kept = EvidenceContent.of(report.evidence());
    return kept.since().plus(kept.analysis().state().plan().warmUp());
  }

  @Test
  void endsAsIfItHadNeverBeenKilledAtTheEndOfABlock() {
    stage.gateway.fail("shop", 0.01);
    stage.gateway.fail("shop-canary", 0.012);
    StepReport uninterrupted = stage.step(Stage.at(50, Advance.BY_TIME));

    Stage other = new Stage();
    other.begin();
    other.gateway.fail("shop", 0.01);
    other.gateway.fail("shop-canary", 0.012);
    other.pulse.nextActivity();
    StepOrder order = Stage.at(50, Advance.BY_TIME);
    other.pulse.killAt(other.pulse.now().plusMillis(500 + 30_000));
    assertThatThrownBy(() -> other.canary.step(order)).isInstanceOf(KilledWorker.class);
    StepReport resumed = other.canary.step(order);

    assertThat(resumed.end()).isEqualTo(uninterrupted.end());
    assertThat(resumed.held()).isEqualTo(uninterrupted.held());
    assertThat(resumed.analysis().evidence())
        .isCloseTo(uninterrupted.analysis().evidence(), within(0.02));
    assertThat(resumed.analysis().metrics().getFirst().canaryRequests())
        .isEqualTo(uninterrupted.analysis().metrics().getFirst().canaryRequests());
  }

  @Test
  void countsWhatHappenedWhileNoWorkerWasThere() {
    StepOrder order = Stage.at(10, Advance.BY_TIME);
    stage.pulse.nextActivity();
    stage.pulse.killAt(stage.pulse.now().plusSeconds(21));
    assertThatThrownBy(() -> stage.canary.step(order)).isInstanceOf(KilledWorker.class);
    stage.pulse.rest(Duration.ofSeconds(30), null);

    StepReport report = stage.canary.step(order);

    assertThat(report.end()).isEqualTo(End.ADVANCE);
    assertThat(report.held()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
    assertThat(report.analysis().metrics().getFirst().canaryRequests())
        .isGreaterThanOrEqualTo(1100);
  }

  @Test
  void leavesOutTheGapInWhichTheWeightWasAnother() {
    StepOrder order = Stage.at(10, Advance.BY_TIME);
    stage.pulse.nextActivity();
    stage.pulse.killAt(stage.pulse.now().plusSeconds(21));
    assertThatThrownBy(() -> stage.canary.step(order)).isInstanceOf(KilledWorker.class);
    stage.cluster.edit(
        "HTTPRoute/shop",
        json -> ((ObjectNode) json.at("/spec/rules/0/backendRefs/1")).put("weight", 80));
    stage.pulse.rest(Duration.ofSeconds(30), null);

    StepReport report = stage.canary.step(order);

    assertThat(report.analysis().metrics().getFirst().canaryRequests()).isLessThan(650);
  }
}
