package dev.slipway.environment;

import static dev.slipway.world.World.PRODUCTION;
import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Health;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.Mode;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.world.FakeGit.Content;
import dev.slipway.world.World;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What becomes of the slot, and is told, where a change does not go the usual way. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class SlotHolderTest {

  private static final OperatorOrder ADA = new OperatorOrder("ada", "I said so");
  private static final String SECOND = "shop/000000000002-1";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aReleaseThatIsCancelledAfterItsMergeHasItsOutcomeAllTheSame() {
    result(world.release(1), ReleaseResult.class);
    world.cluster.hang(true);
    ReleaseWorkflow release = world.release(2);
    until(() -> world.cluster.weight() > 0);
    WorkflowStub.fromTyped(release).cancel();
    assertThatThrownBy(() -> result(release, ReleaseResult.class))
        .isInstanceOf(WorkflowFailedException.class);

    world.rollout().abort(ADA);

    until(() -> status().history().size() == 2);
    assertThat(status().history().getFirst().release()).isEqualTo(SECOND);
    assertThat(status().history().getFirst().kind()).isEqualTo(Kind.ROLLED_BACK);
    assertThat(status().holder()).isEmpty();
    world.cluster.hang(false);
    assertThat(result(world.release(3), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void aReleaseWhoseChangeWasTakenBackIsNotToldThatItWasPromoted() {
    result(world.release(1), ReleaseResult.class);
    world.cluster.script(digestOf(commit(2)), End.ADVANCE, End.REGRESSED);
    world.cluster.whenStepping(50, () -> world.git.protect("one review is missing"));
    result(world.release(2), ReleaseResult.class);
    until(() -> status().held().isPresent());
    ReleaseWorkflow again = world.again(2, 3, Optional.empty());
    until(() -> again.status().phase() == Phase.ROLLING_OUT);
    until(() -> status().holder().isPresent());

    world.git.push(new Content(digestOf(commit(1)), 2), "grace merged the restore");
    world.environment().headMoved(new HeadMoved(""));

    ReleaseResult end = result(again, ReleaseResult.class);
    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("not on the production branch any more");
    assertThat(status().stable().orElseThrow().release()).isEqualTo("shop/000000000001-1");
    assertThat(status().holder()).isEmpty();
  }

  @Test
  void aFirstVersionThatWasNotHealthyMayComeAgain() {
    world.cluster.health(Health.DEGRADED);
    assertThat(result(world.release(1), ReleaseResult.class).outcome()).isEqualTo(Outcome.FAILED);

    assertThat(result(world.again(1, 2, Optional.empty()), ReleaseResult.class).outcome())
        .as("the cluster is not mended yet")
        .isEqualTo(Outcome.FAILED);
    world.cluster.health(Health.HEALTHY);

    assertThat(result(world.release(3), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void aReleaseThatIsGoneLosesTheSlotHoweverOftenTheEnvironmentIsWoken() {
    result(world.release(1), ReleaseResult.class);
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = world.release(2);
    until(() -> release.status().phase() == Phase.AWAITING_APPROVAL);
    EnvironmentPlan plan = EnvironmentPlan.defaults("production");
    world
        .environment()
        .candidacy(
            new Candidacy(
                PRODUCTION,
                SECOND,
                2,
                digestOf(commit(2)),
                true,
                false,
                false,
                SlotPolicy.QUEUE,
                plan,
                plan,
                "shop"));
    until(() -> status().holder().isPresent());
    WorkflowStub.fromTyped(release).terminate("lost");

    for (int minutes = 0; minutes < 12; minutes += 4) {
      world.temporal.sleep(Duration.ofMinutes(4));
      world.environment().headMoved(new HeadMoved(""));
    }

    until(() -> status().holder().isEmpty());
  }

  private EnvironmentStatus status() {
    return world.environment().status();
  }
}
