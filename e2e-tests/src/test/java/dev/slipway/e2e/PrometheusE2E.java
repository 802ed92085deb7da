package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Releases on a real Kubernetes that are judged by a real Prometheus, which scrapes the counters of
 * the real gateway.
 */
@Tag("lab")
@Isolated("its analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PrometheusE2E {

  private @Nullable EchoStage stage;

  @BeforeAll
  void startAStackThatAsksPrometheus() throws IOException {
    Skipping.when(objection(), PrometheusE2E.class);
    stage = EchoStage.byPrometheus("counted");
  }

  /** Why it cannot be asked about the gateway of the cluster; empty when it can. */
  static Optional<String> objection() {
    return RealCluster.objection().or(PrometheusE2E::silence);
  }

  private static Optional<String> silence() {
    try {
      String answer =
          Web.get(RealCluster.prometheus() + "/api/v1/query?query=process_start_time_seconds")
              .body();
      return answer.contains("\"job\":\"gateway\"")
          ? Optional.empty()
          : Optional.of("Prometheus does not scrape the gateway (tools/lab/up prometheus)");
    } catch (IOException e) {
      return Optional.of("there is no Prometheus (start it with tools/lab/up prometheus): " + e);
    }
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  @Order(1)
  void promotesWhatPrometheusHasCountedToBeHealthy() {
    try (Visitors visitors = new Visitors(shop().url());
        Visitors more = new Visitors(shop().url())) {
      ReleaseResult result = shop().end(shop().push(1, 0));

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(1);
      assertThat(visitors.unanswered() + more.unanswered()).isZero();
    }
  }

  @Test
  @Order(2)
  void rollsBackWhatPrometheusHasCountedToFail() {
    try (Visitors visitors = new Visitors(shop().url());
        Visitors more = new Visitors(shop().url())) {
      ReleaseResult result = shop().end(shop().push(2, 0.4));

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(result.reason()).contains("errors: canary");
      System.out.println("judged by Prometheus: " + result.reason());
      shop().requireAtRest(1);
      assertThat(visitors.unanswered() + more.unanswered()).isZero();
    }
  }

  private EchoShop shop() {
    return stage().shop();
  }

  private EchoStage stage() {
    if (stage == null) {
      throw new IllegalStateException("there is no stage");
    }
    return stage;
  }
}
