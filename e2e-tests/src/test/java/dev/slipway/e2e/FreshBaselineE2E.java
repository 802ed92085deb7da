package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import java.io.IOException;
import java.util.List;
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
 * Whole releases whose delivery file asks for a fresh baseline, on a real Kubernetes: three groups
 * of pods behind the real gateway, told apart by a real Prometheus.
 */
@Tag("lab")
@Isolated("its analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FreshBaselineE2E {

  private @Nullable EchoStage stage;

  @BeforeAll
  void startAStackWithAServiceThatAsksForABaseline() throws IOException {
    Skipping.when(PrometheusE2E.objection(), FreshBaselineE2E.class);
    stage = EchoStage.besideFreshBaseline("fresh");
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  @Order(1)
  void promotesBesideABaselineAndLeavesNothingOfIt() {
    try (Visitors visitors = new Visitors(shop().url());
        Visitors more = new Visitors(shop().url())) {
      ReleaseKey release = shop().push(1, 0);
      awaitBaseline(release);

      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(1);
      requireNoBaseline();
      assertThat(visitors.unanswered() + more.unanswered()).isZero();
    }
  }

  @Test
  @Order(2)
  void rollsBackWhatIsWorseThanTheBaselineAndLeavesNothingOfIt() {
    String before = shop().tree();
    try (Visitors visitors = new Visitors(shop().url());
        Visitors more = new Visitors(shop().url())) {
      ReleaseKey release = shop().push(2, 0.4);
      awaitBaseline(release);

      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(result.reason()).contains("errors: canary", "the fresh baseline 0 % of");
      System.out.println("beside a fresh baseline: " + result.reason());
      Patience.untilTrue(
          "the branch is restored", () -> shop().tree().equals(before), () -> shop().tree());
      shop().requireAtRest(1);
      requireNoBaseline();
      assertThat(visitors.unanswered() + more.unanswered()).isZero();
    }
  }

  private void awaitBaseline(ReleaseKey release) {
    Patience.untilTrue(
        "the baseline of " + release,
        () -> all().containsAll(baseline()),
        () -> all() + "; " + shop().environment());
  }

  private List<String> baseline() {
    return List.of(
        "deployment.apps/" + shop().name() + "-baseline", "service/" + shop().name() + "-baseline");
  }

  /** Whoever made them, and pods, which go last. */
  private void requireNoBaseline() {
    Patience.untilTrue(
        "nothing of the baseline is left",
        () -> all().stream().noneMatch(object -> object.contains("-baseline")),
        this::all);
  }

  private List<String> all() {
    return RealCluster.kubectl(
            "-n", shop().name(), "get", "deployment,service,endpointslice,pod", "-o", "name")
        .lines()
        .toList();
  }

  private EchoShop shop() {
    if (stage == null) {
      throw new IllegalStateException("there is no stage");
    }
    return stage.shop();
  }
}
