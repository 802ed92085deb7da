package dev.slipway.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.ObjectCondition;
import dev.slipway.cluster.PodTrouble;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.WorkloadCondition;
import dev.slipway.cluster.kubernetes.KubernetesEvents.Event;
import dev.slipway.manifest.Manifest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the status of each kind means, and with which words. */
class ObjectReadinessTest {

  private static final PodTrouble CRASHING = new PodTrouble("pod a crashes", true);

  @ParameterizedTest(name = "{0} generation {1} of 2, {2} updated, {3} ready: {5}")
  @CsvSource({
    "'', 2, 3, 3, true, settled",
    "'', 1, 3, 3, false, not seen yet",
    "'', 2, 2, 3, false, an old pod",
    "'', 2, 3, 2, false, one is not ready",
    "'\"rollingUpdate\":{\"partition\":2}', 2, 1, 3, true, held by its partition",
    "'\"type\":\"OnDelete\"', 2, 0, 3, true, updated by hand",
  })
  void aStatefulSetIsSettled(
      String strategy, int seen, int updated, int ready, boolean settled, String why) {
    Manifest set =
        object(
            "StatefulSet",
            "\"replicas\":3,\"updateStrategy\":{%s}".formatted(strategy),
            "\"observedGeneration\":%d,\"replicas\":3,\"updatedReplicas\":%d,\"readyReplicas\":%d"
                .formatted(seen, updated, ready));

    assertThat(SetStatus.ofStatefulSet(set).condition(Optional::empty).settled())
        .as(why)
        .isEqualTo(settled);
  }

  @Test
  void aSetSaysWhatItsPodsSay() {
    WorkloadCondition condition =
        SetStatus.ofDaemonSet(
                object(
                    "DaemonSet",
                    "",
                    "\"observedGeneration\":2,\"desiredNumberScheduled\":2,\"updatedNumberScheduled\":2,\"numberReady\":1"))
            .condition(() -> Optional.of(CRASHING));

    assertThat(condition.health()).isEqualTo(Health.DEGRADED);
    assertThat(condition.sentence()).isEqualTo("1 of 2 ready: pod a crashes");
  }

  @Test
  void aJobIsHealthyWhenItIsComplete() {
    assertThat(job("", condition("Complete", "True", ""))).isEqualTo(ObjectCondition.HEALTHY);
    assertThat(job("\"suspend\":true", "")).isEqualTo(ObjectCondition.HEALTHY);
  }

  @Test
  void aFailedJobSaysWhyAndShowsItsPod() {
    ObjectCondition failed = job("", condition("Failed", "True", "backoff limit reached"));

    assertThat(failed)
        .isEqualTo(ObjectCondition.failed("failed: backoff limit reached; pod a crashes"));
  }

  @Test
  void aRunningJobCountsItsCrashesItself() {
    Manifest crashing = object("Job", "", "\"active\":1,\"failed\":2");
    Manifest stuck = object("Job", "", "\"active\":1");

    assertThat(JobStatus.of(crashing).condition(() -> Optional.of(CRASHING)))
        .isEqualTo(
            ObjectCondition.progressing("runs: 1 pods active, 2 failed so far: pod a crashes"));
    assertThat(JobStatus.of(stuck).condition(() -> Optional.of(CRASHING)).health())
        .isEqualTo(Health.DEGRADED);
  }

  @Test
  void aClaimWaitsForItsVolumeButNotForItsPod() {
    Manifest pending = object("PersistentVolumeClaim", "", "\"phase\":\"Pending\"");

    assertThat(Readiness.ofClaim(pending, one -> event("FailedBinding", "no storage class")))
        .isEqualTo(ObjectCondition.progressing("has no volume yet: no storage class"));
    assertThat(Readiness.ofClaim(pending, one -> event("WaitForFirstConsumer", "waiting")))
        .isEqualTo(ObjectCondition.HEALTHY);
    assertThat(
            Readiness.ofClaim(
                    object("PersistentVolumeClaim", "\"volumeName\":\"v1\"", "\"phase\":\"Lost\""),
                    one -> Optional.empty())
                .reason())
        .startsWith("its volume v1 is gone");
  }

  @Test
  void onlyALoadBalancerWaitsForAnAddress() {
    String balanced = "\"type\":\"LoadBalancer\"";

    assertThat(Readiness.ofService(object("Service", balanced, ""), one -> Optional.empty()))
        .isEqualTo(
            ObjectCondition.progressing("the cluster's load balancer has given it no address"));
    assertThat(
            Readiness.ofService(
                object(
                    "Service", balanced, "\"loadBalancer\":{\"ingress\":[{\"ip\":\"1.2.3.4\"}]}"),
                one -> Optional.empty()))
        .isEqualTo(ObjectCondition.HEALTHY);
    assertThat(Readiness.ofService(object("Service", "", ""), one -> Optional.empty()))
        .isEqualTo(ObjectCondition.HEALTHY);
  }

  @Test
  void anIngressNamesTheServicesThatAreNotThere() {
    Manifest ingress =
        object(
            "Ingress",
            """
            "defaultBackend":{"service":{"name":"a"}},
            "rules":[{"http":{"paths":[{"backend":{"service":{"name":"b"}}},
             {"backend":{"service":{"name":"c"}}}]}}]
            """,
            "");

    assertThat(Readiness.ofIngress(ingress, "b"::equals).reason())
        .isEqualTo("leads to what is not there: Service/a, Service/c");
    assertThat(Readiness.ofIngress(ingress, name -> true)).isEqualTo(ObjectCondition.HEALTHY);
  }

  @Test
  void anAutoscalerIsOfNoUseWithoutWhatItScalesButServesWithoutMetrics() {
    assertThat(
            Readiness.ofAutoscaler(
                object("HorizontalPodAutoscaler", "", condition("AbleToScale", "False", "no x"))))
        .isEqualTo(ObjectCondition.degraded("cannot scale: no x"));
    assertThat(
            Readiness.ofAutoscaler(
                object("HorizontalPodAutoscaler", "", condition("ScalingActive", "False", "m"))))
        .isEqualTo(ObjectCondition.HEALTHY);
  }

  @Test
  void aDefinitionIsWaitedForUntilItIsServed() {
    assertThat(
            Readiness.ofDefinition(object("X", "", condition("Established", "True", ""))).health())
        .isEqualTo(Health.HEALTHY);
    assertThat(Readiness.ofDefinition(object("X", "", "")).health()).isEqualTo(Health.PROGRESSING);
    assertThat(
            Readiness.ofDefinition(object("X", "", condition("NamesAccepted", "False", "taken")))
                .failed())
        .isTrue();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "Ready, True, HEALTHY",
    "Ready, False, PROGRESSING",
    "Ready, Unknown, PROGRESSING",
    "Reconciling, True, PROGRESSING",
    "Stalled, True, DEGRADED",
    "Stalled, False, HEALTHY",
    "Synced, False, HEALTHY",
  })
  void anyOtherKindIsReadByTheStandardConditions(String type, String status, Health health) {
    ObjectCondition found =
        StandardStatus.of(object("Thing", "", condition(type, status, "why it is so")));

    assertThat(found.health()).isEqualTo(health);
    assertThat(found.reason().contains("why it is so")).isEqualTo(health != Health.HEALTHY);
  }

  @Test
  void aStatusOfAnEarlierGenerationTellsNothing() {
    assertThat(
            StandardStatus.of(
                    object(
                        "Thing", "", "\"observedGeneration\":1," + condition("Ready", "True", "")))
                .health())
        .isEqualTo(Health.PROGRESSING);
  }

  @Test
  void aRouteIsAsItsGatewaysSay() {
    assertThat(route("").reason()).isEqualTo("the gateway gw says nothing of it: is it there?");
    assertThat(route(parent("Accepted", "False", "no such listener")).reason())
        .isEqualTo("the gateway gw does not take it: no such listener");
    assertThat(
            route(
                "{\"parentRef\":{\"name\":\"gw\"},\"conditions\":[{\"type\":\"Accepted\",\"status\":\"True\",\"observedGeneration\":2},"
                    + "{\"type\":\"ResolvedRefs\",\"status\":\"True\",\"observedGeneration\":2}]}"))
        .isEqualTo(ObjectCondition.HEALTHY);
  }

  private static ObjectCondition route(String parents) {
    Manifest route =
        object("GRPCRoute", "\"parentRefs\":[{\"name\":\"gw\"}]", "\"parents\":[" + parents + "]");
    return RouteReadiness.of(route);
  }

  private static String parent(String type, String status, String message) {
    return "{\"parentRef\":{\"name\":\"gw\"}," + condition(type, status, message) + "}";
  }

  private static ObjectCondition job(String spec, String status) {
    return JobStatus.of(object("Job", spec, status)).condition(() -> Optional.of(CRASHING));
  }

  private static Optional<Event> event(String reason, String message) {
    return Optional.of(new Event(reason, message, true, "2026-01-01T00:00:00Z"));
  }

  private static String condition(String type, String status, String message) {
    return "\"conditions\":[{\"type\":\"%s\",\"status\":\"%s\",\"message\":\"%s\"}]"
        .formatted(type, status, message);
  }

  private static Manifest object(String kind, String spec, String status) {
    return Shop.json(
        """
        {"apiVersion":"x/v1","kind":"%s","metadata":{"name":"a","generation":2},
         "spec":{%s},"status":{%s}}
        """
            .formatted(kind, spec, status));
  }
}
