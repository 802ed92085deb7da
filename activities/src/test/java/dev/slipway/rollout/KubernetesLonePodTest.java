package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.QueryPreset;
import dev.slipway.platform.MetricsBinding;
import dev.slipway.platform.MetricsBinding.ScrapeBinding;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One real pod of four answers errors, by what the pods themselves count. */
@NeedsCluster
class KubernetesLonePodTest {

  private static final Duration READY = Duration.ofSeconds(90);

  private final KubernetesConnection connection = Laboratory.connection();
  private final EchoLab lab =
      EchoLab.behindGateway(
          Laboratory.namespace("lone"),
          connection,
          EchoLab.boundTo(
              connection,
              new MetricsBinding(
                  Optional.empty(),
                  Optional.of(new ScrapeBinding(8080, "/metrics")),
                  Optional.of(QueryPreset.MICROMETER),
                  Optional.empty())));

  @BeforeEach
  void makeItLive() {
    lab.shop.objects("c1", four(lab.service.path("version-1", 0)));
    lab.sync.apply(lab.service.order("c1"));
    try (Visitors visitors = lab.visitors()) {
      visitors.awaitMore("version-1", 1, Duration.ofSeconds(60));
    }
  }

  @AfterEach
  void end() {
    lab.close();
  }

  @Test
  void namesThePodAndGoesOnWhenItIsReplaced() {
    lab.shop.objects("c2", four(lab.service.path("version-2", 0)));
    lab.begin(READY);
    try (Visitors visitors = lab.visitors()) {
      StepReport well = lab.canary.step(step(Duration.ofSeconds(60), Optional.empty()));
      assertThat(well.end()).as(well.detail()).isIn(End.ADVANCE, End.INCONCLUSIVE);
      String bad = replaceOneWith("1");

      StepReport named =
          lab.canary.step(step(Duration.ofSeconds(20), Optional.of(well.evidence())));
      assertThat(named.end()).as(named.detail()).isEqualTo(End.LONE_POD);
      assertThat(named.detail())
          .startsWith("pod " + bad + " alone fails: ")
          .contains("it is not counted against the version");
      assertThat(named.analysis().verdict()).isNotEqualTo(Verdict.REGRESSED);

      configure("0");
      Laboratory.kubectl(lab.namespace, "delete", "pod", bad, "--wait=false");
      StepReport after =
          lab.canary.step(step(Duration.ofSeconds(60), Optional.of(named.evidence())));
      assertThat(after.end()).as(after.detail()).isEqualTo(End.ADVANCE);
      assertThat(after.analysis().sentence()).contains("pod " + bad + " alone failed");
      assertThat(visitors.answered("version-2")).isPositive();
    }
  }

  /** One pod is started anew after its configuration was changed under it. */
  private String replaceOneWith(String errors) {
    List<String> before = pods();
    configure(errors);
    Laboratory.kubectl(lab.namespace, "delete", "pod", before.getFirst(), "--wait=false");
    Laboratory.await(
        "another pod",
        Duration.ofSeconds(60),
        () -> pods().size() == 4 && !pods().contains(before.getFirst()),
        () -> pods().toString());
    return pods().stream().filter(pod -> !before.contains(pod)).findFirst().orElseThrow();
  }

  private void configure(String errors) {
    Laboratory.kubectl(
        lab.namespace,
        "patch",
        "configmap",
        "shop-canary",
        "--type=merge",
        "-p",
        "{\"data\":{\"ERRORS\":\"" + errors + "\"}}");
  }

  /** Those of the canary that are ready and stay. */
  private List<String> pods() {
    return Laboratory.kubectl(
            lab.namespace,
            "get",
            "pods",
            "-l",
            "app=shop-canary",
            "-o",
            "jsonpath={range .items[?(@.status.containerStatuses[0].ready==true)]}"
                + "{.metadata.name}:{.metadata.deletionTimestamp} {end}")
        .lines()
        .flatMap(Pattern.compile(" ")::splitAsStream)
        .filter(pod -> pod.endsWith(":"))
        .map(pod -> pod.substring(0, pod.length() - 1))
        .toList();
  }

  private static List<Manifest> four(List<Manifest> path) {
    ((ObjectNode) path.getFirst().json().get("spec")).put("replicas", 4);
    return path;
  }

  private StepOrder step(Duration atMost, Optional<Evidence> evidence) {
    RolloutPlan plan =
        new RolloutPlan(
            List.of(new Percent(90)),
            Duration.ofSeconds(5),
            atMost,
            Duration.ZERO,
            OnInconclusive.ROLLBACK,
            Duration.ofMinutes(1),
            Duration.ofSeconds(40),
            READY,
            new AnalysisRules(
                0.01,
                Duration.ofMillis(500),
                Duration.ZERO,
                List.of(
                    new MetricRule(
                        "errors", MetricRule.Kind.ERROR_RATE, 0.02, Optional.empty(), List.of()))));
    return lab.step(plan, 90, Advance.BY_EVIDENCE, evidence);
  }
}
