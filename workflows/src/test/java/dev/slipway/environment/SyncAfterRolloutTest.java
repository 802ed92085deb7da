package dev.slipway.environment;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A canary is one workload of a path; what else the path brings is judged by the sync after it. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class SyncAfterRolloutTest {

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
  void whatItBreaksBesideTheCanaryTakesTheReleaseBack() {
    world.cluster.whenStepping(50, () -> world.cluster.health(Health.DEGRADED));

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("not healthy after the sync");
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.environment().status().quarantine()).hasSize(1);
  }

  @Test
  void whatWasBrokenBeforeIsNotTheReleasesFault() {
    world.cluster.health(Health.DEGRADED);
    world.environment().liveChanged();
    until(
        () ->
            world.environment().status().lastSync().stream()
                .anyMatch(sync -> sync.health() == Health.DEGRADED));
    // Known as broken; the canary itself gets ready all the same.
    world.cluster.health(Health.HEALTHY);
    world.cluster.whenStepping(50, () -> world.cluster.health(Health.DEGRADED));

    assertThat(result(world.release(2), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }
}
