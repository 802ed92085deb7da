package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.metrics.QueryPreset;
import dev.slipway.platform.MetricsBinding;
import dev.slipway.platform.PrometheusBinding;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
  private static final Duration READY = Duration.ofSeconds(60);

  private final KubernetesConnection connection = Laboratory.connection();
  private final EchoLab lab =
      EchoLab.behindGateway(
          Laboratory.namespace("counted"),
          connection,
          EchoLab.boundTo(
              connection,
              new MetricsBinding(
                  Optional.of("main"),
                  Optional.empty(),
                  Optional.of(QueryPreset.TRAEFIK),
                  Optional.empty()),
              new PrometheusBinding(
                  "main",
                  URL,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  List.of(),
                  Optional.empty())));

  @BeforeEach
  void makeItLive() throws IOException {
    Assumptions.assumeTrue(
        scrapesTheGateway(), "Prometheus does not scrape the gateway: tools/lab/up prometheus");
    lab.shop.objects("c1", lab.service.path("version-1", 0));
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
  void advancesWhatPrometheusHasCountedToBeHealthy() {
    lab.shop.objects("c2", lab.service.path("version-2", 0));
    try (Visitors visitors = lab.visitors()) {
      lab.begin(READY);

      StepReport step = lab.canary.step(step(Advance.BY_TIME));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      assertThat(step.analysis().metrics().getFirst().canaryRequests()).isPositive();
      assertThat(visitors.failures()).isEmpty();
      System.out.println("Prometheus: " + step.held() + ": " + step.detail());
    }
  }

  @Test
  void findsARegressionInWhatPrometheusHasCounted() {
    lab.shop.objects("c2", lab.service.path("version-2", 0.3));
    try (Visitors visitors = lab.visitors()) {
      lab.begin(READY);

      StepReport step = lab.canary.step(step(Advance.BY_EVIDENCE));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      assertThat(visitors.failures()).allMatch(failure -> failure.contains("version-2 fails"));
      System.out.println("Prometheus: " + step.held() + ": " + step.detail());
    }
  }

  /** Three groups of pods: the canary's and the baseline's are compared, stable's are not. */
  @Test
  void tellsAFreshBaselineFromStableInWhatPrometheusHasCounted() {
    lab.shop.objects("c2", lab.service.path("version-2", 0));
    try (Visitors visitors = lab.visitors()) {
      beginBesideBaseline();

      StepReport step = lab.canary.step(Stage.fresh(step(20, Advance.BY_TIME)));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      MetricReading errors = step.analysis().metrics().getFirst();
      // A fifth each: the three fifths of stable are not counted.
      assertThat((double) errors.stableRequests() / errors.canaryRequests()).isBetween(0.5, 2.0);
      assertThat(step.detail()).contains(", the fresh baseline 0 % of ");
      assertThat(visitors.failures()).isEmpty();
      System.out.println("Prometheus, fresh baseline: " + step.held() + ": " + step.detail());
    }
  }

  @Test
  void findsARegressionBesideAFreshBaselineAndLeavesNothingOfEither() {
    lab.shop.objects("c2", lab.service.path("version-2", 0.3));
    try (Visitors visitors = lab.visitors()) {
      beginBesideBaseline();

      StepReport step = lab.canary.step(Stage.fresh(step(20, Advance.BY_EVIDENCE)));
      lab.withdraw();

      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      assertThat(step.analysis().metrics().getFirst().stableRate()).isZero();
      assertThat(visitors.failures()).allMatch(failure -> failure.contains("version-2 fails"));
      assertThat(Laboratory.kubectl(lab.namespace, "get", "deployment,service", "--output=name"))
          .doesNotContain("-baseline", "-canary");
      System.out.println("Prometheus, fresh baseline: " + step.held() + ": " + step.detail());
    }
  }

  private void beginBesideBaseline() {
    CanaryReadiness begun =
        lab.canary.begin(
            new CanaryOrder(
                lab.service.target(),
                EchoLab.STABLE,
                EchoLab.CANDIDATE,
                READY,
                Optional.empty(),
                Baseline.FRESH));
    assertThat(begun.ready()).as(begun.detail()).isTrue();
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

  private StepOrder step(Advance advance) {
    return step(50, advance);
  }

  private StepOrder step(double weight, Advance advance) {
    RolloutPlan plan =
        new RolloutPlan(
            List.of(new Percent(weight)),
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
    return lab.step(plan, weight, advance, Optional.empty());
  }
}
