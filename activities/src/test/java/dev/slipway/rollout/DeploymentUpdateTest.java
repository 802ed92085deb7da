package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.delivery.RollingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentUpdateTest {

  private static final RollingPlan PLAN =
      new RollingPlan(Duration.ofMinutes(1), Duration.ofMinutes(5));
  private static final RollingOrder ORDER =
      new RollingOrder(Shop.TARGET, Stage.STABLE, Stage.CANDIDATE, PLAN);

  private final Stage stage = new Stage();
  private final DeploymentUpdate rolling = stage.rolling();

  @Test
  void bringsTheCandidateInPlaceWithItsConfiguration() {
    RollingReport report = rolling.update(ORDER);

    assertThat(report).isEqualTo(new RollingReport(true, "4 of 4 ready"));
    assertThat(stage.image("shop")).isEqualTo("shop:2");
    assertThat(greeting()).isEqualTo("good evening");
    assertThat(stage.cluster.ids()).noneMatch(id -> id.endsWith("-canary"));
    assertThat(stage.cluster.effects()).endsWith("apply Deployment/shop");
  }

  @Test
  void isFollowedByASyncThatFindsNothingToDo() {
    rolling.update(ORDER);

    SyncReport report =
        stage.sync.apply(new SyncOrder(Shop.TARGET, "c2", Optional.empty(), true, 2));

    assertThat(report.drift()).isEmpty();
    assertThat(report.created()).isEmpty();
    assertThat(report.pruned()).isEmpty();
  }

  @Test
  void saysWhyPodsAreNotReady() {
    stage.cluster.breakImage("shop:2");

    RollingReport report = rolling.update(ORDER);

    assertThat(report.healthy()).isFalse();
    assertThat(report.detail()).contains("of 4 ready", "its log ends with: no database");
  }

  @Test
  void changesNothingWhenAnObjectIsSomebodyElses() {
    stage.cluster.put(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new"},"data":{"A":"2"}}
            """));

    RollingReport report = rolling.update(ORDER);

    assertThat(report.healthy()).isFalse();
    assertThat(report.detail()).contains("ConfigMap/new exists and is not Slipway's");
    assertThat(stage.image("shop")).isEqualTo("shop:1");
    assertThat(greeting()).isEqualTo("hello");
  }

  @Test
  void doesWhatIsMissingWhereverItIsKilled() {
    int effects = effectsOfAnUpdate();
    assertThat(effects).isGreaterThan(3);
    for (int n = 1; n <= effects; n++) {
      Stage cut = new Stage();
      cut.cluster.cutAfter(n);
      assertThatThrownBy(() -> cut.rolling().update(ORDER)).isInstanceOf(KilledWorker.class);
      cut.cluster.cutNoMore();

      assertThat(cut.rolling().update(ORDER).healthy()).as("killed after effect %s", n).isTrue();
      assertThat(cut.image("shop")).isEqualTo("shop:2");
      assertThat(cut.cluster.outages()).isEmpty();
    }
  }

  @Test
  void touchesNothingThatIsThereBeforeAWaveOfNewObjectsIsHealthy() {
    stage.shop.commit(
        "c2",
        "shop:2",
        4,
        "good evening",
        """
        {"apiVersion":"example.com/v1","kind":"Thing",
         "metadata":{"name":"first","annotations":{"slipway.dev/wave":"-1"}}}
        """);
    stage.cluster.condition("Thing/first", ObjectCondition.failed("is stalled: no issuer"));

    RollingReport report = rolling.update(ORDER);

    assertThat(report.healthy()).isFalse();
    assertThat(report.detail())
        .isEqualTo("Thing/first: is stalled: no issuer (wave -1, for which the rollout waits)");
    assertThat(stage.image("shop")).isEqualTo("shop:1");
    assertThat(greeting()).isEqualTo("hello");
  }

  @Test
  void goesBackWhereverItIsKilled() {
    int effects = effectsOfAnUpdate();
    for (int n = 1; n <= effects; n++) {
      Stage cut = new Stage();
      cut.cluster.cutAfter(n);
      assertThatThrownBy(() -> cut.rolling().update(ORDER)).isInstanceOf(KilledWorker.class);
      cut.cluster.cutNoMore();

      cut.rolling().restore(ORDER);

      assertThat(cut.image("shop")).isEqualTo("shop:1");
      SyncReport after =
          cut.sync.apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 2));
      assertThat(after.drift()).isEmpty();
      assertThat(cut.cluster.ids()).doesNotContain("ConfigMap/new");
    }
  }

  @Test
  void syncsOfStableDoNotUndoAnUpdateUnderWay() {
    rolling.update(ORDER);

    stage.sync.apply(
        new SyncOrder(
            Shop.TARGET,
            "c1",
            Optional.of(new SyncOrder.Loan("rollout/production/shop")),
            true,
            2));

    assertThat(stage.image("shop")).isEqualTo("shop:2");
    assertThat(greeting()).isEqualTo("good evening");
  }

  @Test
  void watchesForAsLongAsItWasTold() {
    rolling.update(ORDER);
    Instant before = stage.pulse.now();

    RollingReport report = rolling.watch(ORDER);

    assertThat(report).isEqualTo(new RollingReport(true, "4 of 4 ready for 300 s"));
    assertThat(Duration.between(before, stage.pulse.now())).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void watchGoesOnOverTheDeathOfAWorker() {
    rolling.update(ORDER);
    Instant before = stage.pulse.now();
    stage.pulse.killAt(before.plusSeconds(100));
    assertThatThrownBy(() -> rolling.watch(ORDER)).isInstanceOf(KilledWorker.class);
    stage.pulse.rest(Duration.ofSeconds(60), null);

    assertThat(rolling.watch(ORDER).healthy()).isTrue();
    assertThat(Duration.between(before, stage.pulse.now())).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void findsPodsThatDieWhileTheyAreWatched() {
    rolling.update(ORDER);
    Instant soon = stage.pulse.now().plusSeconds(20);
    stage.pulse.whilePassing(
        time -> {
          if (!stage.pulse.now().isBefore(soon)) {
            stage.cluster.kill("shop");
          }
        });

    RollingReport report = rolling.watch(ORDER);

    assertThat(report.healthy()).isFalse();
    assertThat(report.detail()).contains("the new version is not healthy: 0 of 4 ready");
  }

  @Test
  void saysSoWhenSomebodyDeletesTheDeployment() {
    stage.cluster.delete("shops", "Deployment", "shop");

    assertThat(rolling.watch(ORDER).detail())
        .isEqualTo("the Deployment of the new version is gone");
  }

  @Test
  void waitsForStableWhenItComesBack() {
    rolling.update(ORDER);
    stage.cluster.breakImage("shop:2");
    stage.cluster.kill("shop");

    rolling.restore(ORDER);

    assertThat(stage.cluster.condition("shops", "shop"))
        .get()
        .satisfies(pods -> assertThat(pods.settled()).isTrue());
  }

  private static int effectsOfAnUpdate() {
    return new Stage().effectsOf(whole -> whole.rolling().update(ORDER));
  }

  private String greeting() {
    return stage.cluster.live("ConfigMap/shop").json().at("/data/GREETING").asText();
  }
}
