package dev.slipway.release;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.gitops.PullRequest;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.world.FakeGit.Content;
import dev.slipway.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReleaseWorkflowTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void firstReleaseGoesLiveWithoutACanary() {
    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.git.head()).isEqualTo(new Content(digestOf(commit(1)), 2));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.cluster.events()).noneMatch(event -> event.startsWith("begin"));
  }

  @Test
  void secondReleaseIsCanariedStepByStepAndPromoted() {
    result(world.release(1), ReleaseResult.class);

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.events()).containsSubsequence("step 10", "step 50", "step 90 hold");
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.git.merges()).containsExactly("shop/000000000001-1", "shop/000000000002-1");
    assertThat(world.git.pullRequests())
        .hasSize(2)
        .allMatch(pr -> pr.state() == PullRequest.State.MERGED);
  }

  @Test
  void regressedReleaseIsTakenOutOfTrafficAndRestoredInGit() {
    result(world.release(1), ReleaseResult.class);
    world.cluster.regress(digestOf(commit(2)));

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.cluster.weight()).isZero();
    EnvironmentStatus status = world.environment().status();
    assertThat(status.quarantine())
        .singleElement()
        .satisfies(q -> assertThat(q.artifact()).contains(digestOf(commit(2))));
  }
}
