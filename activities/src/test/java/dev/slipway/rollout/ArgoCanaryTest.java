package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.HeaderRoute;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgoCanaryTest {

  private final ArgoStage stage = new ArgoStage();
  private final ArgoCluster cluster = stage.cluster;

  @Test
  void beginsWithOnePodAndNoTraffic() {
    assertThat(stage.begin()).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));

    assertThat(cluster.pods("shop:2")).isEqualTo(1);
    assertThat(cluster.pods("shop:1")).isEqualTo(4);
    assertThat(cluster.weights()).isEmpty();
    assertThat(cluster.objects().ids()).contains("ConfigMap/new");
  }

  @Test
  void leadsFromWeightToWeightWithoutADip() {
    stage.begin();
    StepReport first = stage.step(Stage.at(10, Advance.BY_TIME));
    StepReport second = stage.step(Stage.after(first, 2, 50, Advance.BY_TIME));

    assertThat(first.end()).as(first.detail()).isEqualTo(End.ADVANCE);
    assertThat(second.end()).as(second.detail()).isEqualTo(End.ADVANCE);
    assertThat(cluster.weights()).containsExactly(10, 50);
    assertThat(cluster.pods("shop:2")).isEqualTo(2);
  }

  @Test
  void promotesAndLeavesTheRolloutAsItStandsInGit() {
    stage.begin();
    stage.step(Stage.at(50, Advance.BY_TIME));

    assertThat(stage.promote()).isEqualTo(new CanaryReadiness(true, "4 of 4 ready"));

    requireAtRest("shop:2");
    assertThat(stage.syncTo("c2").drift()).isEmpty();
    assertThat(cluster.objects().ids()).contains("ConfigMap/new");
  }

  @Test
  void abortsAtOnceWhatRegressesAndBringsStableBackToGit() {
    stage.begin();
    stage.fail(0.3);

    StepReport report = stage.step(Stage.at(50, Advance.BY_EVIDENCE));
    assertThat(report.end()).as(report.detail()).isEqualTo(End.REGRESSED);
    assertThat(cluster.isAborted()).isTrue();
    stage.withdraw();

    requireAtRest("shop:1");
    assertThat(cluster.weights()).endsWith(0);
    assertThat(cluster.objects().ids()).doesNotContain("ConfigMap/new");
    assertThat(stage.syncTo("c1").drift()).isEmpty();
  }

  @Test
  void doesNotGiveTrafficAgainToWhatHasRegressed() {
    stage.begin();
    stage.fail(0.3);
    StepReport report = stage.step(Stage.at(50, Advance.BY_EVIDENCE));
    stage.pulse.rest(Duration.ofSeconds(5), null);

    StepReport again = stage.step(Stage.at(50, Advance.BY_EVIDENCE));

    assertThat(again.end()).isEqualTo(report.end());
    assertThat(again.detail()).isEqualTo(report.detail());
    assertThat(cluster.weights()).containsExactly(50, 0);
  }

  @Test
  void saysWhyACanaryDoesNotStart() {
    cluster.breakImage("shop:2");

    CanaryReadiness begun = stage.begin();

    assertThat(begun)
        .isEqualTo(new CanaryReadiness(false, "0 of 1 ready: pod shop-1 crashes: no database"));
    stage.withdraw();
    requireAtRest("shop:1");
  }

  @Test
  void asksNowAndThenOnlyWhileNothingHappens() {
    cluster.stopController();
    int before = cluster.asked();
    Instant begun = stage.pulse.now();

    stage.begin();

    int seconds = (int) Duration.between(begun, stage.pulse.now()).toSeconds();
    assertThat(seconds).isGreaterThanOrEqualTo(10);
    assertThat(cluster.asked() - before).isLessThan(seconds / 2 + 12);
  }

  @Test
  void saysThatNoControllerTakesTheRolloutUp() {
    cluster.stopController();

    assertThat(stage.begin().detail()).contains("is it running?");
  }

  @Test
  void endsWhenSomebodyAbortsTheRollout() {
    stage.begin();
    stage.pulse.whilePassing(time -> cluster.abort());

    StepReport report = stage.step(Stage.at(50, Advance.BY_EVIDENCE));

    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail()).contains("somebody has aborted it");
  }

  @Test
  void bringsStableBackWhenSomebodyHasPromotedPastTheSteps() {
    stage.begin();
    stage.step(Stage.at(50, Advance.BY_TIME));
    cluster.promoteFully();
    stage.pulse.rest(Duration.ofSeconds(5), null);

    StepReport report = stage.step(Stage.at(80, Advance.BY_EVIDENCE));
    assertThat(report.end()).isEqualTo(End.UNHEALTHY);
    assertThat(report.detail()).contains("promoted it past its steps");
    stage.withdraw();

    requireAtRest("shop:1");
  }

  /** Whoever kills the worker after so many of its effects: the next attempt finds its way. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void convergesWhereverItsWorkerIsKilled(int effects) {
    cluster.objects().cutAfter(effects);
    insist(stage::begin);
    insist(() -> stage.step(Stage.at(50, Advance.BY_TIME)));
    insist(stage::promote);

    requireAtRest("shop:2");
    assertThat(cluster.weights()).containsExactly(50, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void goesBackWhereverItsWorkerIsKilled(int effects) {
    stage.begin();
    stage.step(Stage.at(50, Advance.BY_TIME));
    cluster.objects().cutAfter(effects);
    insist(stage::withdraw);

    requireAtRest("shop:1");
    assertThat(cluster.objects().ids()).doesNotContain("ConfigMap/new");
  }

  /** The workflow was terminated: the next sync, which no rollout has borrowed from, cleans up. */
  @Test
  void leavesNothingThatASyncCannotClean() {
    requireCleanedAfter(ArgoStage::begin);
    requireCleanedAfter(ofStep -> ofStep.step(Stage.at(50, Advance.BY_TIME)));
    requireCleanedAfter(
        ofStep -> {
          ofStep.fail(0.3);
          ofStep.step(Stage.at(50, Advance.BY_EVIDENCE));
        });
    requireCleanedAfter(
        ofStep -> {
          ofStep.cluster.promoteFully();
          ofStep.pulse.rest(Duration.ofSeconds(5), null);
        });
  }

  private static void requireCleanedAfter(Consumer<ArgoStage> part) {
    ArgoStage stage = new ArgoStage();
    stage.begin();
    part.accept(stage);

    assertThat(stage.syncTo("c1").reason()).isEmpty();

    requireAtRest(stage, "shop:1");
    assertThat(stage.cluster.objects().ids()).doesNotContain("ConfigMap/new");
  }

  /** Whatever steps Git has: what a sync brings was decided on before. */
  @Test
  void aSyncWaitsForNoPauseOfTheRollout() {
    assertThat(stage.syncTo("c2").reason()).isEmpty();

    requireAtRest("shop:2");
  }

  @Test
  void leavesTheStepsOfARolloutAloneThatHasIt() {
    stage.begin();
    stage.step(Stage.at(50, Advance.BY_TIME));

    stage.sync.apply(
        new SyncOrder(
            Shop.TARGET,
            "c1",
            Optional.of(new SyncOrder.Loan("rollout/production/shop")),
            true,
            2));

    assertThat(cluster.weight()).isEqualTo(50);
    assertThat(cluster.weights()).containsExactly(50);
  }

  @Test
  void takesAwayTheWindowInWhichTheControllerWouldLeaveOutSteps() {
    stage.begin();

    assertThat(cluster.spec().has("rollbackWindow")).isFalse();
  }

  @Test
  void refusesConfigurationThatChangesUnderItsName() {
    change("c2", "ConfigMap/shop", json -> json.withObjectProperty("data").put("A", "2"));

    assertThat(stage.begin().detail())
        .startsWith("ConfigMap/shop changes under the same name")
        .contains("configMapGenerator");
  }

  @Test
  void refusesWhatItCannotDrive() {
    refuse(spec -> spec.putObject("workloadRef"), "workloadRef");
    refuse(spec -> strategy(spec).remove("canary"), "no spec.strategy.canary");
    refuse(spec -> canary(spec).putObject("pingPong"), "pingPong");
    refuse(spec -> canary(spec).remove("canaryService"), "names no canaryService");
    refuse(spec -> canary(spec).put("stableService", "nowhere"), "nowhere is not in the path");
  }

  private static ObjectNode strategy(ObjectNode spec) {
    return (ObjectNode) spec.get("strategy");
  }

  private static ObjectNode canary(ObjectNode spec) {
    return (ObjectNode) strategy(spec).get("canary");
  }

  private static void refuse(Consumer<ObjectNode> change, String why) {
    ArgoStage stage = new ArgoStage();
    List<Manifest> path = ArgoStage.path("shop:2");
    change.accept((ObjectNode) path.getFirst().json().get("spec"));
    stage.shop.objects("c2", path);

    CanaryReadiness begun = stage.begin();

    assertThat(begun.ready()).isFalse();
    assertThat(begun.detail()).contains(why);
    assertThat(stage.cluster.pods("shop:2")).isZero();
  }

  @Test
  void refusesAWayForTestersAFreshBaselineAndAnotherKindOfWorkload() {
    CanaryReadiness testers =
        stage.canary.begin(
            new CanaryOrder(
                Shop.TARGET,
                Stage.STABLE,
                Stage.CANDIDATE,
                Duration.ofMinutes(1),
                Optional.of(new HeaderRoute("x-canary", "yes")),
                Baseline.STABLE));
    assertThat(testers.detail()).startsWith("a headerRoute cannot be made for Rollout/shop");
    CanaryReadiness baseline =
        stage.canary.begin(
            new CanaryOrder(
                Shop.TARGET,
                Stage.STABLE,
                Stage.CANDIDATE,
                Duration.ofMinutes(1),
                Optional.empty(),
                Baseline.FRESH));
    assertThat(baseline.detail())
        .isEqualTo(
            "a fresh baseline cannot be made for Rollout/shop: remove 'baseline' from the delivery"
                + " file");

    stage.shop.commit("c2", "shop:2", 4, "hello");
    assertThat(stage.begin().detail())
        .startsWith("the workload changes from Rollout/shop to Deployment/shop");
  }

  private void change(String commit, String id, Consumer<ObjectNode> change) {
    List<Manifest> path = ArgoStage.path("shop:2");
    path.stream()
        .filter(object -> object.id().equals(id))
        .forEach(object -> change.accept(object.json()));
    stage.shop.objects(commit, path);
  }

  private static void insist(Runnable activity) {
    while (true) {
      try {
        activity.run();
        return;
      } catch (KilledWorker e) {
        // The next attempt.
      }
    }
  }

  private void requireAtRest(String image) {
    requireAtRest(stage, image);
  }

  private static void requireAtRest(ArgoStage stage, String image) {
    stage.pulse.rest(Duration.ofSeconds(5), null);
    assertThat(stage.cluster.stableImage()).isEqualTo(image);
    assertThat(stage.cluster.weight()).isZero();
    assertThat(stage.cluster.isAborted()).isFalse();
    assertThat(stage.cluster.pods(image)).isEqualTo(4);
    assertThat(stage.cluster.spec().at("/strategy/canary/steps").toString())
        .isEqualTo("[{\"setWeight\":20},{\"pause\":{}}]");
    assertThat(stage.cluster.spec().has("rollbackWindow")).isTrue();
    assertThat(stage.cluster.objects().live("Rollout/shop").json().at("/metadata/annotations"))
        .noneMatch(annotation -> annotation.asText().contains("REGRESSED"));
  }
}
