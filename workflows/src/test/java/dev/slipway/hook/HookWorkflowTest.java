package dev.slipway.hook;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.RollingPlan;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.HeadMoved;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.release.StepStatus;
import dev.slipway.release.StepStatus.State;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.world.FakeGit;
import dev.slipway.world.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases of a service whose path has Jobs. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HookWorkflowTest {

  private static final Hook MIGRATE =
      new Hook("migrate", Occasion.PRE_SYNC, Duration.ofMinutes(20));
  private static final Hook SMOKE = new Hook("smoke", Occasion.POST_SYNC, Duration.ofMinutes(5));

  private final World world = new World();

  @BeforeEach
  void firstReleaseIsStable() {
    assertThat(result(world.release(1), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void runsThemBeforeTheCanaryAndAfterPromotionOnceEach() {
    world.git.hooks(SMOKE, MIGRATE);

    assertThat(result(world.release(2), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);

    assertThat(world.hooks.ran())
        .containsExactly(
            "migrate of " + revision(2) + " with " + revision(1) + " live",
            "smoke of " + revision(2) + " with " + revision(2) + " live");
    RolloutStatus status = world.rollout().status();
    assertThat(status.steps())
        .extracting(StepStatus::name)
        .containsExactly(
            "pre-sync Job migrate",
            "prepare canary",
            "canary 10 %",
            "canary 50 %",
            "soak",
            "promote",
            "post-sync Job smoke");
    assertThat(status.steps()).extracting(StepStatus::state).containsOnly(State.PASSED);
    assertThat(status.steps().getFirst().reference()).isEqualTo("logs of migrate");
  }

  @Test
  void aFailedPreSyncJobEndsTheRolloutBeforeTheCanaryGetsAnythingAndRestoresGit() {
    world.git.hooks(MIGRATE, SMOKE);
    world.hooks.fail("migrate", "its pod ended with code 1; its log ends with: no such table");

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason())
        .contains(
            "the pre-sync Job migrate failed: its pod ended with code 1; its log ends with: no such"
                + " table");
    assertThat(world.cluster.events()).noneMatch(event -> event.startsWith("begin"));
    assertThat(world.cluster.live()).isEqualTo(revision(1));
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.environment().status().quarantine()).hasSize(1);
    assertThat(world.rollout().status().steps())
        .extracting(StepStatus::state)
        .containsExactly(
            State.FAILED,
            State.SKIPPED,
            State.SKIPPED,
            State.SKIPPED,
            State.SKIPPED,
            State.SKIPPED,
            State.SKIPPED);
  }

  @Test
  void aFailedPostSyncJobTakesThePromotedRevisionBackInClusterAndGit() {
    world.git.hooks(SMOKE);
    world.hooks.fail("smoke", "it did not end within 300 s");

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason())
        .contains("the post-sync Job smoke failed: it did not end within 300 s");
    assertThat(world.cluster.events()).contains("promote " + revision(2));
    assertThat(world.cluster.live()).isEqualTo(revision(1));
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
  }

  @Test
  void runsThemAroundARollingUpdateToo() {
    world.rolling(new RollingPlan(Duration.ofMinutes(1), Duration.ZERO));
    world.git.hooks(MIGRATE, SMOKE);
    result(world.release(2), ReleaseResult.class);
    world.hooks.fail("smoke", "no");

    ReleaseResult end = result(world.release(3), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.hooks.ran()).hasSize(4);
    assertThat(world.cluster.live()).isEqualTo(revision(2));
  }

  @Test
  void saysWhatItWaitsForUntilWhenAndHowToReadOnAndCanBeAborted() {
    world.git.hooks(MIGRATE);
    world.hooks.hang("migrate");
    ReleaseWorkflow release = world.release(2);
    until(() -> !world.hooks.ran().isEmpty());

    Waiting waiting = world.rollout().status().waiting().orElseThrow();
    world.rollout().abort(new OperatorOrder("ada", "wrong database"));
    ReleaseResult end = result(release, ReleaseResult.class);

    assertThat(waiting.reason()).isEqualTo("the pre-sync Job migrate ends");
    assertThat(waiting.until()).contains(waiting.since().plus(MIGRATE.deadline()));
    assertThat(waiting.commands())
        .containsExactly(
            "kubectl --namespace shop logs --follow job/" + MIGRATE.jobName(revision(2)),
            "slipway release abort production/shop --reason …");
    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("aborted by ada");
    assertThat(world.cluster.events()).noneMatch(event -> event.startsWith("begin"));
  }

  @Test
  void canBeAbortedWhileWhatIsPromotedIsChecked() {
    world.git.hooks(SMOKE);
    world.hooks.hang("smoke");
    ReleaseWorkflow release = world.release(2);
    until(() -> !world.hooks.ran().isEmpty());

    world.rollout().abort(new OperatorOrder("ada", "it hangs"));

    assertThat(result(release, ReleaseResult.class).reason()).contains("aborted by ada");
    assertThat(world.cluster.live()).isEqualTo(revision(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300})
  void aRollingUpdateIsPromotedWhileItsJobsRunAndCannotBePromotedOverThem(long watched) {
    world.rolling(new RollingPlan(Duration.ofMinutes(1), Duration.ofSeconds(watched)));
    // The gates of what is stable are this one's, too.
    result(world.release(2), ReleaseResult.class);
    world.git.hooks(SMOKE);
    world.hooks.hang("smoke");
    ReleaseWorkflow release = world.release(3);
    until(() -> !world.hooks.ran().isEmpty());

    assertThat(world.rollout().status().phase()).isEqualTo(RolloutStatus.Phase.PROMOTING);
    assertThatThrownBy(() -> world.rollout().promote(new OperatorOrder("ada", "now")))
        .rootCause()
        .hasMessageContaining(
            "everyone has the new version already, and its post-sync Jobs decide whether it stays");
    world.rollout().abort(new OperatorOrder("ada", "it hangs"));
    assertThat(result(release, ReleaseResult.class).reason()).contains("aborted by ada");
    assertThat(world.cluster.live()).isEqualTo(revision(2));
  }

  @Test
  void runsThemAroundTheSyncOfAChangeThatTouchesNoPod() {
    world.git.hooks(MIGRATE, SMOKE);

    push(5);
    until(() -> world.environment().status().history().size() == 2);

    assertThat(world.hooks.ran())
        .containsExactly(
            "migrate of " + revision(1, 5) + " with " + revision(1) + " live",
            "smoke of " + revision(1, 5) + " with " + revision(1, 5) + " live");
  }

  @Test
  void aFailedPreSyncJobKeepsAChangeThatTouchesNoPodFromBeingSynced() {
    world.git.hooks(MIGRATE);
    world.hooks.fail("migrate", "no");

    push(5);
    until(() -> world.environment().status().history().size() == 2);

    EnvironmentOutcome outcome = world.environment().status().history().getFirst();
    assertThat(outcome.kind()).isEqualTo(EnvironmentOutcome.Kind.ROLLED_BACK);
    assertThat(outcome.reason()).isEqualTo("the pre-sync Job migrate failed: no");
    assertThat(world.git.head().replicas()).isEqualTo(2);
    assertThat(world.cluster.events()).doesNotContain("sync to c2");
  }

  @Test
  void showsTheJobThatAnEnvironmentWaitsFor() {
    world.git.hooks(MIGRATE);
    world.hooks.hang("migrate");

    push(5);
    until(() -> !world.hooks.ran().isEmpty());

    assertThat(world.environment().status().hook().map(Waiting::reason))
        .contains("the pre-sync Job migrate ends");
    world.hooks.letGo();
    until(() -> world.environment().status().history().size() == 2);
    assertThat(world.environment().status().hook()).isEmpty();
  }

  @Test
  void goingBackToARevisionThatWasStableRunsNone() {
    result(world.release(2), ReleaseResult.class);
    world.git.hooks(MIGRATE, SMOKE);

    ReleaseResult end = result(world.rollback(3, Optional.empty()), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).isEqualTo(revision(1));
    assertThat(world.hooks.ran()).isEmpty();
  }

  private void push(int replicas) {
    world.git.push(new FakeGit.Content(digestOf(commit(1)), replicas), "ada");
    world.environment().headMoved(new HeadMoved("moved"));
  }

  private static String revision(int release) {
    return revision(release, 2);
  }

  private static String revision(int release, int replicas) {
    return "rev:" + digestOf(commit(release)) + ":" + replicas;
  }
}
