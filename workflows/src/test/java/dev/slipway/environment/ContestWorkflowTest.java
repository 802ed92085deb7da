package dev.slipway.environment;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentStatus.DriftEvent;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.world.FakeGit;
import dev.slipway.world.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody else sets a field again whenever it is healed. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ContestWorkflowTest {

  private final World world = new World();

  @BeforeEach
  void somebodyFights() {
    result(world.release(1), ReleaseResult.class);
    world.cluster.fight("spec.replicas", "scaler");
    world.lookUntilContested();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void isLeftAfterFiveHealsWhileOtherDriftIsHealedAndIsSaidOnce() {
    world.cluster.drift("Service/shop: spec.type: NodePort instead of ClusterIP");
    world.look();
    world.look();

    assertThat(world.cluster.heals()).filteredOn("spec.replicas"::equals).hasSize(5);
    EnvironmentStatus status = world.environment().status();
    assertThat(status.contests())
        .singleElement()
        .extracting(Waiting::reason)
        .asString()
        .startsWith(
            "Deployment/shop: spec.replicas is set again and again by scaler: healed 5 times within"
                + " 10 min");
    assertThat(status.drift()).filteredOn(event -> !event.healed()).hasSize(1);
    assertThat(status.drift())
        .filteredOn(DriftEvent::healed)
        .anySatisfy(event -> assertThat(event.fields().getFirst()).startsWith("Service/shop"));
  }

  @Test
  void isTriedOnceMoreAfterAWhile() {
    world.temporal.sleep(Duration.ofMinutes(21));

    until(() -> world.cluster.heals().size() == 6);
    world.look();
    world.look();
    assertThat(world.cluster.heals()).hasSize(6);
    assertThat(world.environment().status().contests()).hasSize(1);
  }

  @Test
  void endsWhenTheOtherStops() {
    world.cluster.makePeace();
    world.temporal.sleep(Duration.ofMinutes(21));

    until(() -> world.environment().status().contests().isEmpty());
  }

  @Test
  void isHealedAgainWhenAPersonSyncs() {
    world.environment().sync(new OperatorOrder("ada", "it should not"));

    assertThat(world.cluster.heals()).hasSize(6);
    assertThat(world.environment().status().contests()).isEmpty();
  }

  @Test
  void endsWithADesiredStateThatChanges() {
    world.git.push(new FakeGit.Content(digestOf(commit(1)), 5), "ada");
    world.environment().headMoved(new HeadMoved("moved"));
    until(() -> world.environment().status().history().size() == 2);

    world.look();

    assertThat(world.cluster.heals()).hasSizeGreaterThan(5);
    assertThat(world.environment().status().contests()).isEmpty();
  }

  @Test
  void isRememberedWhenTheEnvironmentGoesOnInANewRun() {
    world.goOnInANewRun();

    world.look();

    assertThat(world.cluster.heals()).hasSize(5);
    assertThat(world.environment().status().contests()).hasSize(1);
  }
}
