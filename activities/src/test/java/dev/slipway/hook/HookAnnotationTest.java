package dev.slipway.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Shop;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.manifest.Manifest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookAnnotationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "slipway.dev/hook; pre-sync; PRE_SYNC",
        "slipway.dev/hook; post-sync; POST_SYNC",
        "slipway.dev/hook; pre-sync, post-sync; PRE_SYNC POST_SYNC",
        "argocd.argoproj.io/hook; PreSync; PRE_SYNC",
        "argocd.argoproj.io/hook; PostSync; POST_SYNC",
        "helm.sh/hook; pre-install,pre-upgrade; PRE_SYNC",
        "helm.sh/hook; post-upgrade; POST_SYNC"
      })
  void readsTheOccasionOfOursOfArgoCdAndOfCharts(String annotation, String value, String expected) {
    List<Occasion> found =
        HookAnnotation.in(List.of(job("a", "\"" + annotation + "\":\"" + value + "\""))).stream()
            .map(Hook::occasion)
            .toList();

    assertThat(found).map(Enum::name).containsExactly(expected.split(" ", -1));
  }

  @Test
  void ranksThemByWaveWeightAndName() {
    List<Manifest> objects =
        List.of(
            job("d", "\"helm.sh/hook\":\"pre-upgrade\",\"helm.sh/hook-weight\":\"7\""),
            job("c", "\"slipway.dev/hook\":\"pre-sync\""),
            job("b", "\"slipway.dev/hook\":\"pre-sync\""),
            job("a", "\"slipway.dev/hook\":\"pre-sync\",\"slipway.dev/wave\":\"5\""),
            job("e", "\"slipway.dev/hook\":\"pre-sync\",\"slipway.dev/wave\":\"-1\""));

    assertThat(HookAnnotation.in(objects)).map(Hook::name).containsExactly("e", "b", "c", "a", "d");
  }

  @Test
  void takesTheJobsOwnDeadlineOrTenMinutes() {
    Manifest own =
        Shop.json(
            Jobs.manifest(
                "a", "\"slipway.dev/hook\":\"pre-sync\"", "\"activeDeadlineSeconds\":90,"));

    assertThat(HookAnnotation.in(List.of(own, job("b", "\"slipway.dev/hook\":\"pre-sync\""))))
        .map(Hook::deadline)
        .containsExactly(Duration.ofSeconds(90), Duration.ofMinutes(10));
  }

  @Test
  void leavesOtherObjectsAlone() {
    assertThat(HookAnnotation.isHook(job("a", ""))).isFalse();
    assertThat(HookAnnotation.isHook(job("a", "\"helm.sh/hook\":\"test\""))).isFalse();
    assertThat(
            HookAnnotation.isHook(
                Shop.json(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\","
                        + "\"annotations\":{\"argocd.argoproj.io/hook\":\"PreSync\"}}}")))
        .isFalse();
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(HookAnnotation.objection(job("a", "\"slipway.dev/hook\":\"presync\"")))
        .contains(
            "Job/a: slipway.dev/hook is 'presync': Slipway runs Jobs at pre-sync and post-sync"
                + " only");
    assertThat(HookAnnotation.objection(job("a", "\"argocd.argoproj.io/hook\":\"SyncFail\"")))
        .contains(
            "Job/a: argocd.argoproj.io/hook is 'SyncFail': Slipway runs Jobs at PreSync and"
                + " PostSync only");
    assertThat(HookAnnotation.objection(job("a", "\"slipway.dev/hook\":\"\"")))
        .contains("Job/a: slipway.dev/hook names no occasion: write pre-sync or post-sync");
    assertThat(
            HookAnnotation.objection(
                Shop.json(
                    Jobs.manifest(
                        "a",
                        "\"slipway.dev/hook\":\"pre-sync\"",
                        "\"activeDeadlineSeconds\":100000,"))))
        .contains(
            "Job/a: spec.activeDeadlineSeconds is 100000: write a whole number of seconds, at most"
                + " 86400 (a day)");
    assertThat(
            HookAnnotation.objection(
                Shop.json(
                    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\","
                        + "\"annotations\":{\"slipway.dev/hook\":\"pre-sync\"}}}")))
        .contains(
            "Pod/a: only a Job is run, so that slipway.dev/hook means nothing here: remove it");
  }

  private static Manifest job(String name, String annotations) {
    return Shop.json(Jobs.manifest(name, annotations, ""));
  }
}
