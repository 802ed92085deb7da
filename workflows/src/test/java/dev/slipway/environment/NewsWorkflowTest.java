package dev.slipway.environment;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseResult;
import dev.slipway.world.FakeGit;
import dev.slipway.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a watch tells while an environment looks elsewhere or has just looked, is not lost. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class NewsWorkflowTest {

  private static final String DRIFT = "Service/shop: spec.type: NodePort instead of ClusterIP";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aHandThatIsFasterThanThePromotionsSyncIsHealed() {
    result(world.release(1), ReleaseResult.class);
    // Of the two looks after a rollout, the second is this sync.
    world.cluster.whenStepping(10, () -> world.cluster.duringNextSync(this::drift));

    result(world.release(2), ReleaseResult.class);

    untilHealed();
  }

  @Test
  void aHandThatIsFasterThanTheFirstSyncIsHealed() {
    world.cluster.duringNextSync(this::drift);

    result(world.release(1), ReleaseResult.class);

    untilHealed();
  }

  @Test
  void aPushThatTheReadingOfTheHeadHasMissedIsRolledOut() {
    result(world.release(1), ReleaseResult.class);
    world.git.duringNextRead(
        () -> {
          world.git.push(new FakeGit.Content(digestOf(commit(1)), 5), "ada");
          world.environment().headMoved(new HeadMoved("moved"));
        });

    world.environment().headMoved(new HeadMoved("moved"));

    until(() -> world.environment().status().history().size() == 2);
    assertThat(world.cluster.live()).endsWith(":5");
  }

  private void drift() {
    world.cluster.drift(DRIFT);
    world.environment().liveChanged();
  }

  private void untilHealed() {
    until(
        () ->
            world.cluster.heals().contains("") && !world.environment().status().drift().isEmpty());
    assertThat(world.environment().status().drift().getFirst().fields()).contains(DRIFT);
  }
}
