package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.cluster.kubernetes.WorkloadPods;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.BoundMetrics;
import dev.slipway.metrics.QueryPreset;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.platform.MetricsBinding;
import dev.slipway.platform.MetricsBinding.ScrapeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.GatewayApiRouter;
import java.time.Clock;
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

  private static final RevisionRef STABLE = EchoService.revision("c1");
  private static final RevisionRef CANDIDATE = EchoService.revision("c2");
  private static final Duration READY = Duration.ofSeconds(90);

  private final String namespace = Laboratory.namespace("lone");
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final KubernetesCluster cluster = new KubernetesCluster(connection);
  private final Shop shop = new Shop();
  private final RealPulse pulse = new RealPulse();
  private final DerivedCanary canary =
      new DerivedCanary(
          new Instruments(
              shop,
              cluster,
              new GatewayApiRouter(cluster, Clock.systemUTC(), Duration.ofSeconds(3)),
              new BoundMetrics(
                  KubernetesLonePodTest::platform,
                  order -> {
                    throw FailureType.MISCONFIGURED.retryable("the gateway is not to be asked");
                  },
                  new WorkloadPods(connection),
                  Clock.systemUTC()),
              pulse));

  @BeforeEach
  void makeItLive() {
    shop.objects("c1", four(service.path("version-1", 0)));
    new ClusterSync(shop, cluster, pulse).apply(service.order("c1"));
    try (Visitors visitors = visitors()) {
      Laboratory.await(
          "the first answer",
          Duration.ofSeconds(60),
          () -> visitors.answered("version-1") > 0,
          () -> visitors.failures().toString());
    }
  }

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void namesThePodAndGoesOnWhenItIsReplaced() {
    shop.objects("c2", four(service.path("version-2", 0)));
    canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));
    try (Visitors visitors = visitors()) {
      StepReport well = canary.step(step(Duration.ofSeconds(60), Optional.empty()));
      assertThat(well.end()).as(well.detail()).isIn(End.ADVANCE, End.INCONCLUSIVE);
      String bad = replaceOneWith("1");

      StepReport named = canary.step(step(Duration.ofSeconds(20), Optional.of(well.evidence())));
      assertThat(named.end()).as(named.detail()).isEqualTo(End.LONE_POD);
      assertThat(named.detail())
          .startsWith("pod " + bad + " alone fails: ")
          .contains("it is not counted against the version");
      assertThat(named.analysis().verdict()).isNotEqualTo(Verdict.REGRESSED);

      configure("0");
      Laboratory.kubectl(namespace, "delete", "pod", bad, "--wait=false");
      StepReport after = canary.step(step(Duration.ofSeconds(60), Optional.of(named.evidence())));
      assertThat(after.end()).as(after.detail()).isEqualTo(End.ADVANCE);
      assertThat(after.analysis().sentence()).contains("pod " + bad + " alone failed");
      assertThat(visitors.answered("version-2")).isPositive();
    }
  }

  /** One pod is started anew after its configuration was changed under it. */
  private String replaceOneWith(String errors) {
    List<String> before = pods();
    configure(errors);
    Laboratory.kubectl(namespace, "delete", "pod", before.getFirst(), "--wait=false");
    Laboratory.await(
        "another pod",
        Duration.ofSeconds(60),
        () -> pods().size() == 4 && !pods().contains(before.getFirst()),
        () -> pods().toString());
    return pods().stream().filter(pod -> !before.contains(pod)).findFirst().orElseThrow();
  }

  private void configure(String errors) {
    Laboratory.kubectl(
        namespace,
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
            namespace,
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

  private static Platform platform() {
    ClusterBinding lab = Laboratory.binding();
    return new Platform(
        List.of(
            new ClusterBinding(
                lab.name(),
                lab.kubeconfig(),
                lab.context(),
                Optional.empty(),
                Optional.of(
                    new MetricsBinding(
                        Optional.empty(),
                        Optional.of(new ScrapeBinding(8080, "/metrics")),
                        Optional.of(QueryPreset.MICROMETER),
                        Optional.empty())))),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private Visitors visitors() {
    return new Visitors(Laboratory.gateway("/" + namespace));
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
    return new StepOrder(
        service.target(),
        STABLE,
        CANDIDATE,
        0,
        90,
        Advance.BY_EVIDENCE,
        plan.minimumHold(),
        plan.maximumHold(),
        plan,
        1,
        evidence);
  }
}
