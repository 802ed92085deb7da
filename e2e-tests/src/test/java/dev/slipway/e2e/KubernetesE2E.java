package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
 * Releases of a service on a real Kubernetes, through the worker as it ships: real images from a
 * real registry, real pods, and people who come through a real gateway all the time.
 */
@Tag("lab")
@Isolated("its analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KubernetesE2E {

  private @Nullable EchoStage stage;

  @BeforeAll
  void startAStackThatServesTheCluster() throws IOException {
    Skipping.when(RealCluster.objection(), KubernetesE2E.class);
    stage = EchoStage.byGateway("echo");
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  @Order(1)
  void promotesAReleaseWithoutOneUnansweredRequest() {
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseKey release = shop().push(1, 0);

      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(1);
      assertThat(Git.trailers(shop().config(), "Slipway-Release"))
          .containsExactly(release.toString());
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  @Order(2)
  void rollsARegressedReleaseBackInClusterAndGit() {
    String before = shop().tree();
    try (Visitors visitors = new Visitors(shop().url());
        Visitors more = new Visitors(shop().url())) {
      ReleaseResult result = shop().end(shop().push(2, 0.4));

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
      Patience.untilTrue(
          "the branch is restored", () -> shop().tree().equals(before), () -> shop().tree());
      shop().requireAtRest(1);
      assertThat(environment().history().getFirst().kind())
          .isEqualTo(EnvironmentOutcome.Kind.ROLLED_BACK);
      assertThat(visitors.unanswered() + more.unanswered()).isZero();
    }
  }

  @Test
  @Order(3)
  void healsWhatAPersonDoesWithKubectl() {
    String deployment = "deployment/" + shop().name();
    healed(
        "scale",
        () -> RealCluster.kubectl("-n", shop().name(), "scale", deployment, "--replicas=4"),
        () -> shop().get(deployment, ".spec.replicas").equals("2"));
    healed(
        "edit",
        () ->
            RealCluster.edit(
                shop().name(), "service/" + shop().name(), "s/targetPort: http$/targetPort: 8080/"),
        () -> shop().get("service/" + shop().name(), ".spec.ports[0].targetPort").equals("http"));
    healed(
        "set env",
        () -> RealCluster.kubectl("-n", shop().name(), "set", "env", deployment, "ERRORS=1"),
        () -> shop().get(deployment, ".spec.template.spec.containers[0].env").isEmpty());
    healed(
        "delete",
        () -> RealCluster.kubectl("-n", shop().name(), "delete", "service", shop().name()),
        () -> shop().objects().contains("service/" + shop().name()));
    shop().requireAtRest(1);
  }

  private void healed(String what, Runnable change, BooleanSupplier condition) {
    change.run();
    long begun = System.nanoTime();
    Patience.untilTrue("kubectl " + what + " is healed", condition, this::environment);
    System.out.println(
        "kubectl "
            + what
            + " was healed after "
            + Duration.ofNanos(System.nanoTime() - begun).toMillis()
            + " ms");
  }

  private EnvironmentStatus environment() {
    return shop().environment().orElseThrow();
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
