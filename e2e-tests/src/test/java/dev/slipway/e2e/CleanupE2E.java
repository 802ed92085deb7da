package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.temporal.WorkflowIds;
import java.io.IOException;
import java.time.Duration;
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
 * A canary on the real cluster whose way is cut off in the middle: nothing of it is left, traffic
 * is on a healthy version, branch and cluster agree, and the release says why.
 */
@Tag("lab")
@Isolated("it takes the API server away")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CleanupE2E {

  /** As long as what asks once gives up, and then some; the fault matrix takes a minute. */
  private static final Duration AWAY = Duration.ofSeconds(20);

  private @Nullable EchoStage stage;

  @BeforeAll
  void startAStackThatServesTheCluster() throws IOException {
    Skipping.when(RealCluster.objection(), CleanupE2E.class);
    stage = EchoStage.byGateway("cleanup");
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  @Order(1)
  void canaryGoesOnWhenTheApiServerComesBack() {
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseKey release = inMidCanary(1);
      Fault.API_SERVER_KILLED.strike(stack(), AWAY);

      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(1);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  @Order(2)
  void nothingIsLeftOfARolloutThatIsTerminated() {
    String before = shop().tree();
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseKey release = inMidCanary(2);
      long terminated = System.nanoTime();
      stack().temporal().terminate(WorkflowIds.rollout(production()));

      ReleaseResult result = shop().end(release);
      shop().requireAtRest(1);

      System.out.println(
          "After a terminated rollout all is at rest within "
              + Duration.ofNanos(System.nanoTime() - terminated).toMillis()
              + " ms");
      requireRolledBack(result, before, "was terminated in Temporal");
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  @Order(3)
  void syncCleansUpWhereTheEnvironmentIsTerminatedToo() {
    String before = shop().tree();
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseKey release = inMidCanary(3);
      stack().temporal().terminate(WorkflowIds.environment(production()));
      stack().temporal().terminate(WorkflowIds.rollout(production()));

      stack().slipway().run("environment", "sync", "production", shop().name()).required();

      requireRolledBack(shop().end(release), before, "was terminated in Temporal");
      shop().requireAtRest(1);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  @Order(4)
  void namespaceThatIsRebuiltFromGitComesBackAtStable() {
    String before = shop().tree();
    ReleaseKey release = inMidCanary(4);
    String head = shop().manifest();
    RealCluster.kubectl("delete", "namespace", shop().name(), "--wait=true");
    RealCluster.kubectl("create", "namespace", shop().name());
    RealCluster.apply(RealCluster.kubeconfig(), head, "--namespace=" + shop().name());

    requireRolledBack(shop().end(release), before, "the canary");
    shop().requireAtRest(1);
    assertThat(environment().trouble()).isEmpty();
  }

  @Test
  @Order(5)
  void nextReleaseGoesItsWay() {
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseResult result = shop().end(shop().push(5, 0));

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(5);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  /** The last: an environment that is begun anew asks a person about the release after it. */
  @Test
  @Order(6)
  void rolloutGoesOnWhereOnlyTheEnvironmentIsTerminated() {
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseKey release = inMidCanary(6);
      stack().temporal().terminate(WorkflowIds.environment(production()));

      stack().slipway().run("environment", "sync", "production", shop().name()).required();

      ReleaseResult result = shop().end(release);
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(6);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  /** A release whose canary has its traffic. */
  private ReleaseKey inMidCanary(int version) {
    ReleaseKey release = shop().push(version, 0);
    Patience.untilTrue(
        "the canary of version " + version + " has traffic",
        () ->
            stack()
                .temporal()
                .rollout(production())
                .filter(rollout -> rollout.input().cause().equals(release.toString()))
                .filter(rollout -> rollout.phase() == RolloutStatus.Phase.SHIFTING)
                .isPresent(),
        this::environment);
    Patience.untilTrue(
        "the route has its weight",
        () ->
            shop()
                .get("httproute/" + shop().name(), ".spec.rules[0].backendRefs[*].name")
                .contains("canary"),
        this::environment);
    return release;
  }

  private void requireRolledBack(ReleaseResult result, String tree, String reason) {
    assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(result.reason()).contains(reason);
    Patience.untilTrue(
        "the branch is restored", () -> shop().tree().equals(tree), this::environment);
  }

  private EnvironmentKey production() {
    return new EnvironmentKey("production", shop().name());
  }

  private EnvironmentStatus environment() {
    return shop().environment().orElseThrow();
  }

  private Stack stack() {
    return stage().stack();
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
