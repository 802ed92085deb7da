package dev.slipway.environment;

import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseResult;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.world.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody deletes an object again whenever it is made. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DeletionFightTest {

  private static final String ROUTE = "HTTPRoute/shop";

  private final World world = new World();

  @BeforeEach
  void somebodyDeletesTheRouteFiveTimes() {
    result(world.release(1), ReleaseResult.class);
    world.cluster.keepDeleting(ROUTE);
    world.lookUntilContested();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void isLeftAwayAfterFiveTimesAndSaidWhileOtherDriftIsHealed() {
    world.cluster.drift("Service/shop: spec.type: NodePort instead of ClusterIP");
    world.look();
    world.look();

    assertThat(world.cluster.made()).hasSize(5).containsOnly(ROUTE);
    assertThat(world.cluster.heals()).hasSize(1);
    EnvironmentStatus status = world.environment().status();
    Waiting waiting = status.contests().getFirst();
    assertThat(waiting.reason())
        .startsWith("HTTPRoute/shop is deleted again and again: made anew 5 times within 10 min")
        .endsWith("and left away now; by whom, only the cluster's audit log tells");
    assertThat(waiting.then()).isEqualTo("it is made once more");
    assertThat(waiting.commands()).containsExactly("slipway environment sync production shop");
    assertThat(
            status.drift().stream()
                .filter(event -> event.fields().contains(ROUTE + " was not there")))
        .hasSize(5);
    assertThat(status.drift().stream().filter(event -> !event.healed()))
        .singleElement()
        .satisfies(event -> assertThat(event.fields()).containsExactly(ROUTE + " is not there"));
  }

  @Test
  void isMadeOnceMoreAfterAWhile() {
    world.temporal.sleep(Duration.ofMinutes(21));

    until(() -> world.cluster.made().size() == 6);
    world.look();
    assertThat(world.cluster.made()).hasSize(6);
    assertThat(world.environment().status().contests()).hasSize(1);
  }

  @Test
  void isMadeAtOnceWhenAPersonSyncs() {
    world.environment().sync(new OperatorOrder("ada", "it should be there"));

    assertThat(world.cluster.made()).hasSize(6);
    assertThat(world.environment().status().contests()).isEmpty();
  }

  @Test
  void endsWhenTheOtherStops() {
    world.cluster.makePeace();
    world.temporal.sleep(Duration.ofMinutes(21));

    until(() -> world.environment().status().contests().isEmpty());
  }
}
