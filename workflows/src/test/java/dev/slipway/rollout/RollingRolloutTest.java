package dev.slipway.rollout;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Health;
import dev.slipway.delivery.RollingPlan;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.release.StepStatus;
import dev.slipway.rollout.RolloutStatus.Phase;
import dev.slipway.world.World;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Releases of a service whose delivery file asks for a rolling update. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RollingRolloutTest {

  private static final OperatorOrder ADA = new OperatorOrder("ada", "I said so");

  private final World world =
      new World().rolling(new RollingPlan(Duration.ofMinutes(1), Duration.ofMinutes(5)));

  @BeforeEach
  void firstReleaseIsStable() {
    assertThat(result(world.release(1), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void updatesPodsInPlaceWatchesThemAndPromotes() {
    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.cluster.events())
        .noneMatch(event -> event.startsWith("begin") || event.startsWith("step"))
        .containsSubsequence("watch for 300 s");
    assertThat(world.rollout().status().steps())
        .extracting(StepStatus::name)
        .containsExactly("rolling update", "watch");
  }

  @Test
  void doesNotWatchWhereItIsNotAskedTo() {
    world.rolling(new RollingPlan(Duration.ofMinutes(1), Duration.ZERO));
    result(world.release(2), ReleaseResult.class);

    assertThat(result(world.release(3), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    // The second release still went by the first one's plan, which is stricter.
    assertThat(world.cluster.count("watch for 300 s")).isEqualTo(1);
  }

  @Test
  void restoresClusterAndGitWhenThePodsDoNotBecomeReady() {
    ReleaseWorkflow release = world.release(2);
    world.cluster.health(Health.DEGRADED);

    ReleaseResult end = result(release, ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason())
        .contains("the rolling update did not get ready: 0 of 2 ready: it crashes");
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.environment().status().quarantine())
        .singleElement()
        .satisfies(q -> assertThat(q.artifact()).contains(digestOf(commit(2))));
  }

  @Test
  void restoresWhenThePodsDoNotStayHealthy() {
    world.cluster.regress(digestOf(commit(2)));

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("the new pods did not stay healthy: 1 of 2 ready");
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
  }

  @Test
  void abortGoesBack() {
    world.cluster.hang(true);
    ReleaseWorkflow release = world.release(2);
    until(() -> world.cluster.count("watch for 300 s") == 1);

    world.rollout().abort(ADA);

    assertThat(result(release, ReleaseResult.class).reason()).contains("aborted by ada");
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
  }

  @Test
  void abortAtTheEndOfAnUpdateThatIsNotWatchedGoesBack() {
    world.rolling(new RollingPlan(Duration.ofMinutes(1), Duration.ZERO));
    result(world.release(2), ReleaseResult.class);
    world.cluster.whenUpdating(() -> world.rollout().abort(ADA));

    ReleaseResult end = result(world.release(3), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("aborted by ada");
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
  }

  @Test
  void promoteEndsTheWatch() {
    world.cluster.hang(true);
    ReleaseWorkflow release = world.release(2);
    until(() -> world.cluster.count("watch for 300 s") == 1);

    world.rollout().promote(ADA);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.rollout().status().steps().getLast().detail())
        .isEqualTo("the watch was ended by ada");
  }

  @Test
  void cannotPauseAndSaysWhatToDo() {
    world.cluster.hang(true);
    world.release(2);
    until(() -> world.cluster.count("watch for 300 s") == 1);

    assertThatThrownBy(() -> world.rollout().pause(ADA))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("a rolling update cannot pause: abort it, or wait for its end");
    assertThat(world.rollout().status().phase()).isEqualTo(Phase.SOAKING);
    assertThat(world.rollout().status().waiting())
        .get()
        .satisfies(
            waiting ->
                assertThat(waiting.reason())
                    .isEqualTo("the new pods serve everyone and are watched"));
  }
}
