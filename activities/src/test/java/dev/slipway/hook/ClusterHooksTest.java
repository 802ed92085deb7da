package dev.slipway.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.JobWords;
import dev.slipway.cluster.LocalClusterClient;
import dev.slipway.cluster.LocalClusterConnection;
import dev.slipway.cluster.MemoryCluster.KilledWorker;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs on a cluster in memory. */
class ClusterHooksTest {

  private static final Duration SHORT = Duration.ofSeconds(7);

  private final Jobs jobs = new Jobs().commit("c1");

  @Test
  void runsTheJobWithTheRevisionsOwnConfigurationAndTellsHowLongItTook() {
    jobs.endAfter(SHORT, "c1", "Complete", "");
    jobs.cluster.say(new JobWords("", "12 tables | done", false));

    HookReport report = jobs.run("c1");

    assertThat(report)
        .isEqualTo(
            new HookReport(
                true,
                "succeeded after 7 s; its log ends with: 12 tables | done",
                "kubectl --namespace shops logs --follow job/"
                    + Jobs.MIGRATE.jobName(Shop.revision("c1"))));
    String copy = Jobs.MIGRATE.copyName("shop", Shop.revision("c1"));
    assertThat(jobs.job("c1").json().at("/spec/template/spec/containers/0/envFrom/0"))
        .hasToString("{\"configMapRef\":{\"name\":\"" + copy + "\"}}");
    assertThat(jobs.job("c1").json().at("/spec/template/spec/containers/0/envFrom/1"))
        .hasToString("{\"secretRef\":{\"name\":\"elsewhere\"}}");
    assertThat(jobs.cluster.live("ConfigMap/" + copy).json().at("/data/GREETING").asText())
        .isEqualTo("hello of c1");
    assertThat(jobs.cluster.live("ConfigMap/" + copy).json().at("/metadata/ownerReferences/0/uid"))
        .isEqualTo(jobs.job("c1").json().at("/metadata/uid"));
  }

  @Test
  void boundsItsTimeAndKeepsItForAWeek() {
    jobs.endAfter(SHORT, "c1", "Complete", "");

    jobs.run("c1");

    assertThat(jobs.job("c1").json().at("/spec/activeDeadlineSeconds").asInt()).isEqualTo(90);
    assertThat(jobs.job("c1").json().at("/spec/ttlSecondsAfterFinished").asInt())
        .isEqualTo(604_800);
  }

  @Test
  void bringsTheAccountThatItRunsAsAndThatIsNotThereYet() {
    jobs.endAfter(SHORT, "c1", "Complete", "");

    jobs.run("c1");

    assertThat(
            jobs.cluster
                .live("ServiceAccount/migrator")
                .json()
                .at("/metadata/labels")
                .path("slipway.dev/derived-for")
                .asText())
        .isEqualTo("shop");
  }

  @Test
  void runsAJobOnceForARevisionHoweverOftenItIsAsked() {
    jobs.endAfter(SHORT, "c1", "Complete", "");
    jobs.run("c1");
    int effects = jobs.cluster.effects().size();
    jobs.pulse.nextActivity();

    assertThat(jobs.run("c1").succeeded()).isTrue();

    assertThat(jobs.cluster.effects()).hasSize(effects);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aWorkerThatDiesAfterAnyOfItsEffectsRunsItOnceAllTheSame(int effects) {
    jobs.endAfter(SHORT, "c1", "Complete", "");
    jobs.cluster.cutAfter(effects);

    assertThatThrownBy(() -> jobs.run("c1")).isInstanceOf(KilledWorker.class);
    HookReport report = jobs.run("c1");

    assertThat(report.succeeded()).as(report.detail()).isTrue();
    assertThat(jobs.cluster.effects()).filteredOn(("make " + Jobs.id("c1"))::equals).hasSize(1);
    assertThat(jobs.job("c1").json().at("/spec/suspend").asBoolean()).isFalse();
  }

  @Test
  void aWorkerThatDiesWhileItWatchesLeavesTheJobToTheNext() {
    jobs.endAfter(Duration.ofSeconds(20), "c1", "Complete", "");
    jobs.pulse.killAt(jobs.pulse.now().plusSeconds(9));

    assertThatThrownBy(() -> jobs.run("c1")).isInstanceOf(KilledWorker.class);
    assertThat(jobs.run("c1").succeeded()).isTrue();

    assertThat(jobs.cluster.effects()).filteredOn(("make " + Jobs.id("c1"))::equals).hasSize(1);
  }

  @Test
  void tellsWhyItFailedWithTheLastLinesOfItsLog() {
    jobs.endAfter(SHORT, "c1", "Failed", "BackoffLimitExceeded");
    jobs.cluster.say(
        new JobWords(
            "pod migrate-1 crashes: its container main ended with code 1", "no such table", false));

    HookReport report = jobs.run("c1");

    assertThat(report.succeeded()).isFalse();
    assertThat(report.detail())
        .isEqualTo(
            "pod migrate-1 crashes: its container main ended with code 1; its log ends with: no"
                + " such table");
  }

  @Test
  void remembersWhatAPodSaidThatTheClusterHasDeleted() {
    jobs.endAfter(Duration.ofSeconds(20), "c1", "Failed", "BackoffLimitExceeded");
    jobs.pulse.whilePassing(
        passed ->
            jobs.cluster.say(
                jobs.cluster.ids().contains(Jobs.id("c1"))
                        && !new JobReading(jobs.job("c1")).hasEnded()
                    ? new JobWords("pod migrate-1 crashes", "no such table", false)
                    : JobWords.NONE));

    assertThat(jobs.run("c1").detail())
        .isEqualTo("pod migrate-1 crashes; its log ends with: no such table");
  }

  @Test
  void stopsItAtItsDeadlineAndTellsWhatItSaidLast() {
    jobs.cluster.say(new JobWords("", "waiting for the lock", false));

    HookReport report = jobs.run("c1");

    assertThat(report.detail())
        .isEqualTo("it did not end within 60 s: its log ends with: waiting for the lock");
    assertThat(jobs.job("c1").json().at("/spec/activeDeadlineSeconds").asInt()).isEqualTo(1);
  }

  @Test
  void endsAtOnceWhenItsImageCannotBeHad() {
    jobs.cluster.say(
        new JobWords("the image shop:9 of pod m cannot be pulled: not found", "", true));

    assertThat(jobs.run("c1").detail())
        .isEqualTo("the image shop:9 of pod m cannot be pulled: not found");
    assertThat(jobs.pulse.now()).isBefore(java.time.Instant.parse("2026-11-24T12:00:10Z"));
  }

  @Test
  void stopsItWhenItIsNotWantedAnyMore() {
    AtomicBoolean once = new AtomicBoolean();
    jobs.pulse.whilePassing(
        passed -> {
          if (once.compareAndSet(false, true)) {
            throw cancellation();
          }
        });

    HookReport report = jobs.run("c1");

    assertThat(report.detail()).isEqualTo("it was stopped, as it is not wanted any more");
    assertThat(jobs.job("c1").json().at("/spec/activeDeadlineSeconds").asInt()).isEqualTo(1);
  }

  @Test
  void aDeletedOneHasFailedAndIsNotMadeAgain() {
    AtomicBoolean once = new AtomicBoolean();
    jobs.pulse.whilePassing(
        passed -> {
          if (once.compareAndSet(false, true)) {
            jobs.cluster.delete("shops", "Job", Jobs.MIGRATE.jobName(Shop.revision("c1")));
          }
        });

    assertThat(jobs.run("c1").detail()).startsWith("somebody has deleted Job/migrate-");
    assertThat(jobs.cluster.effects()).filteredOn(("make " + Jobs.id("c1"))::equals).hasSize(1);
  }

  @Test
  void aFailedOneStaysFailedForTheCommitThatRanItAndIsRunAgainForAnother() {
    jobs.endAfter(SHORT, "c1", "Failed", "BackoffLimitExceeded");
    jobs.run("c1");
    jobs.pulse.nextActivity();
    assertThat(jobs.run("c1").succeeded()).isFalse();
    assertThat(jobs.cluster.effects()).filteredOn(("make " + Jobs.id("c1"))::equals).hasSize(1);

    jobs.pulse.nextActivity();
    jobs.commit("c9");
    jobs.run("c9", Shop.revision("c1"));

    assertThat(jobs.cluster.effects()).filteredOn(("make " + Jobs.id("c1"))::equals).hasSize(2);
  }

  @Test
  void keepsTheLastFiveOfAJob() {
    for (int i = 1; i <= 7; i++) {
      jobs.commit("c" + i);
      jobs.endAfter(SHORT, "c" + i, "Complete", "");
      jobs.run("c" + i);
      jobs.pulse.nextActivity();
    }

    assertThat(jobs.cluster.ids())
        .filteredOn(id -> id.startsWith("Job/"))
        .hasSize(5)
        .doesNotContain(Jobs.id("c1"), Jobs.id("c2"))
        .contains(Jobs.id("c7"));
  }

  @Test
  void whatTheClusterRefusesHasFailedWithItsReason() {
    jobs.cluster.refuse("Job");

    assertThat(jobs.run("c1").detail()).endsWith(": the quota is used up");
  }

  @Test
  void refusesPodsThatWouldGetTraffic() {
    jobs.commit(
        "c1",
        Jobs.manifest("migrate", "\"slipway.dev/hook\":\"pre-sync\"", "")
            .replace("{\"job\":\"migrate\"}", "{\"app\":\"shop\"}"));

    assertThat(jobs.run("c1").detail())
        .isEqualTo(
            "Job/migrate: its pods have the labels by which Service/shop selects, and would get its"
                + " traffic: give them others");
  }

  @Test
  void refusesJobsWhereTheClusterHasNone() {
    Cluster local = new LocalClusterClient(new LocalClusterConnection(Path.of("not-asked")));

    HookReport report =
        new ClusterHooks(jobs.shop, local, jobs.pulse)
            .run(new HookOrder(Shop.TARGET, "c1", "r", Jobs.MIGRATE));

    assertThat(report.succeeded()).isFalse();
    assertThat(report.detail())
        .isEqualTo(
            "Job/migrate is to be run, and this cluster runs no Jobs (a local one does not): leave"
                + " it out of this environment's path");
  }

  @Test
  void aSyncNeitherAppliesNorMissesNorDeletesThem() {
    jobs.endAfter(SHORT, "c1", "Complete", "");
    jobs.run("c1");

    SyncReport report =
        new ClusterSync(jobs.shop, jobs.cluster, jobs.pulse)
            .apply(new SyncOrder(Shop.TARGET, "c1", Optional.empty(), true, 50));

    assertThat(report.created()).doesNotContain("Job/migrate").contains("Deployment/shop");
    assertThat(report.pruned()).isEmpty();
    assertThat(jobs.cluster.ids()).contains(Jobs.id("c1")).doesNotContain("Job/migrate");
  }

  private static ActivityCompletionException cancellation() {
    return new ActivityCanceledException();
  }
}
