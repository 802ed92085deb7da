package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.slipway.metrics.BoundMetrics;
import dev.slipway.metrics.QueryPreset;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.platform.MetricsBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.PrometheusBinding;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.GatewayApiRouter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Canaries on real pods, judged by a real Prometheus that scrapes the real gateway. */
@NeedsCluster
class PrometheusRolloutTest {

  private static final String URL =
      "http://127.0.0.1:" + Optional.ofNullable(System.getenv("PROMETHEUS_PORT")).orElse("19090");
  private static final RevisionRef STABLE = EchoService.revision("c1");
  private static final RevisionRef CANDIDATE = EchoService.revision("c2");
  private static final Duration READY = Duration.ofSeconds(60);

  private final String namespace = Laboratory.namespace("counted");
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
                  PrometheusRolloutTest::platform,
                  order -> {
                    throw FailureType.MISCONFIGURED.retryable("the gateway is not to be asked");
                  },
                  new WorkloadPods(connection),
                  Clock.systemUTC()),
              pulse));

  @BeforeEach
  void makeItLive() throws IOException {
    Assumptions.assumeTrue(
        scrapesTheGateway(), "Prometheus does not scrape the gateway: tools/lab/up prometheus");
    shop.objects("c1", service.path("version-1", 0));
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
  void advancesWhatPrometheusHasCountedToBeHealthy() {
    shop.objects("c2", service.path("version-2", 0));
    try (Visitors visitors = visitors()) {
      canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));

      StepReport step = canary.step(step(Advance.BY_TIME));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      assertThat(step.analysis().metrics().getFirst().canaryRequests()).isPositive();
      assertThat(visitors.failures()).isEmpty();
      System.out.println("Prometheus: " + step.held() + ": " + step.detail());
    }
  }

  @Test
  void findsARegressionInWhatPrometheusHasCounted() {
    shop.objects("c2", service.path("version-2", 0.3));
    try (Visitors visitors = visitors()) {
      canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));

      StepReport step = canary.step(step(Advance.BY_EVIDENCE));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      assertThat(visitors.failures()).allMatch(failure -> failure.contains("version-2 fails"));
      System.out.println("Prometheus: " + step.held() + ": " + step.detail());
    }
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
                        Optional.of("main"),
                        Optional.empty(),
                        Optional.of(QueryPreset.TRAEFIK),
                        Optional.empty())))),
        List.of(),
        List.of(),
        List.of(),
        List.of(
            new PrometheusBinding(
                "main",
                URL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty())),
        Optional.empty());
  }

  private static boolean scrapesTheGateway() {
    try (InputStream in =
        URI.create(URL + "/api/v1/query?query=traefik_config_reloads_total").toURL().openStream()) {
      return new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8)
          .contains("\"job\":\"gateway\"");
    } catch (IOException e) {
      return false;
    }
  }

  private Visitors visitors() {
    return new Visitors(Laboratory.gateway("/" + namespace));
  }

  private StepOrder step(Advance advance) {
    RolloutPlan plan =
        new RolloutPlan(
            List.of(new Percent(50)),
            Duration.ofSeconds(3),
            Duration.ofSeconds(90),
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
                        "errors", MetricRule.Kind.ERROR_RATE, 0.005, Optional.empty(), List.of()),
                    new MetricRule(
                        "latency", MetricRule.Kind.LATENCY, 0.05, Optional.empty(), List.of()))));
    return new StepOrder(
        service.target(),
        STABLE,
        CANDIDATE,
        0,
        50,
        advance,
        plan.minimumHold(),
        plan.maximumHold(),
        plan,
        1,
        Optional.empty());
  }
}
