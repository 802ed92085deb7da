package dev.slipway.rollout;

import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An order that was accepted while a step came to its own end holds. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class LateOrderTest {

  private static final OperatorOrder ADA = new OperatorOrder("ada", "I said so");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void pauseInTheMomentInWhichAStepEndsKeepsTheWeight() {
    result(world.release(1), ReleaseResult.class);
    world.cluster.whenStepping(10, this::pauseOnce);
    ReleaseWorkflow release = world.release(2);

    until(() -> world.cluster.count("step 10 hold") == 1);
    assertThat(world.rollout().status().phase()).isEqualTo(RolloutStatus.Phase.PAUSED);
    assertThat(world.cluster.count("step 50")).isZero();
    world.rollout().resume(ADA);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  private void pauseOnce() {
    if (world.cluster.count("step 10") == 1 && world.cluster.count("step 10 hold") == 0) {
      world.rollout().pause(ADA);
    }
  }
}
