package dev.slipway.environment;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.temporal.FailureType;
import dev.slipway.world.FakeGit;
import dev.slipway.world.World;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** More objects left Git than the prune budget lets go: a person confirms that they go. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class PruneWorkflowTest {

  private static final OperatorOrder ADA = new OperatorOrder("ada", "they moved to another team");
  private static final String[] SIX = {
    "ConfigMap/a", "ConfigMap/b", "ConfigMap/c", "ConfigMap/d", "ConfigMap/e", "ConfigMap/f"
  };

  private final World world = new World();

  @BeforeEach
  void sixObjectsLeaveGit() {
    result(world.release(1), ReleaseResult.class);
    world.cluster.leftovers(SIX);
    world.environment().sync(ADA);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void waitsForAPersonAndNamesTheObjectsAndTheCommand() {
    Waiting waiting = world.environment().status().unpruned().orElseThrow();

    assertThat(waiting.reason())
        .isEqualTo(
            "a person confirms that 6 objects that left Git may be deleted, more than the prune"
                + " budget allows: "
                + String.join(", ", SIX));
    assertThat(waiting.commands()).containsExactly("slipway environment prune production shop");
    assertThat(world.cluster.leftovers()).containsExactly(SIX);
  }

  @Test
  void deletesWhatWasConfirmedAndRemembersWhoAndWhy() {
    PruneOrder order = lookedAt();

    EnvironmentStatus status = world.environment().prune(order);

    assertThat(world.cluster.leftovers()).isEmpty();
    assertThat(status.unpruned()).isEmpty();
    assertThat(status.lastSync().orElseThrow().pruned()).containsExactly(SIX);
    assertThat(status.prunes())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.by()).isEqualTo("ada");
              assertThat(record.reason()).isEqualTo("they moved to another team");
              assertThat(record.commit()).isEqualTo(order.commit());
              assertThat(record.objects()).containsExactly(SIX);
              assertThat(record.obstacle()).isEmpty();
            });
  }

  @Test
  void saysThatTheyAreDeletedWhereTheWorkerDiedBeforeItCouldAnswer() {
    PruneOrder order = lookedAt();
    world.cluster.health(Health.DEGRADED);
    world.cluster.duringNextSync(
        () -> {
          throw FailureType.UNREACHABLE.retryable("the worker died when all was deleted");
        });

    EnvironmentStatus status = world.environment().prune(order);

    assertThat(world.cluster.leftovers()).isEmpty();
    assertThat(status.unpruned()).isEmpty();
    assertThat(status.prunes().getFirst().obstacle()).isEmpty();
  }

  @Test
  void deletesNothingWhereAnotherObjectHasLeftGitSinceAndSaysSo() {
    PruneOrder order = lookedAt();
    String[] seven = Arrays.copyOf(SIX, 7);
    seven[6] = "Service/shop";
    world.cluster.leftovers(seven);

    assertThatThrownBy(() -> world.environment().prune(order))
        .rootCause()
        .hasMessageContaining(
            "it has become another set since it was looked at, and nothing was deleted: new are"
                + " Service/shop");

    assertThat(world.cluster.leftovers()).containsExactly(seven);
    assertThat(world.environment().status().prunes().getFirst().obstacle()).isPresent();
    assertThat(world.environment().status().unpruned()).isPresent();
  }

  @Test
  void deletesNothingWhereTheBranchHasMovedOnUnseen() {
    PruneOrder order = lookedAt();
    world.git.push(new FakeGit.Content(digestOf(commit(1)), 5), "bob");

    assertThatThrownBy(() -> world.environment().prune(order))
        .rootCause()
        .hasMessageContaining("the branch has moved on since it was looked at");

    assertThat(world.cluster.leftovers()).containsExactly(SIX);
  }

  @Test
  void saysWhatMayBeGoneWhereTheBranchMovesOnAfterASyncThatBroke() {
    PruneOrder order = lookedAt();
    world.cluster.refuse("the cluster is away");
    world.environment().prune(order);
    world.git.push(new FakeGit.Content(digestOf(commit(1)), 5), "bob");
    world.cluster.refuse("");

    world.environment().headMoved(new HeadMoved(""));

    until(() -> !world.environment().status().prunes().isEmpty());
    assertThat(world.environment().status().prunes().getFirst().obstacle())
        .contains(
            "the branch has moved on since it was looked at, and some may be deleted already, as a"
                + " sync that was to do it broke");
  }

  @Test
  void deletesWhatWasShownOfTooManyAndLetsTheRestWaitForTheNextLook() {
    world.cluster.leftovers(many(PruneOrder.MOST + 3));

    PruneOrder first = lookedAt();
    EnvironmentStatus between = world.environment().prune(first);
    world.look();

    assertThat(first.objects()).hasSize(PruneOrder.MOST);
    assertThat(first.unshown()).isEqualTo(3);
    assertThat(between.prunes().getFirst().obstacle()).isEmpty();
    assertThat(world.cluster.leftovers()).as("fewer than the budget, and unseen").hasSize(3);
    assertThat(world.environment().status().unpruned().orElseThrow().reason())
        .startsWith("a person confirms that 3 objects that left Git may be deleted, the rest of");

    PruneOrder second = lookedAt();
    world.environment().prune(second);

    assertThat(second.objects()).hasSize(3);
    assertThat(world.cluster.leftovers()).isEmpty();
    assertThat(world.environment().status().unpruned()).isEmpty();
  }

  @Test
  void deletesNothingOfTooManyWhereTheyHaveBecomeMore() {
    world.cluster.leftovers(many(PruneOrder.MOST + 3));
    PruneOrder order = lookedAt();
    world.cluster.leftovers(many(PruneOrder.MOST + 4));

    assertThatThrownBy(() -> world.environment().prune(order))
        .rootCause()
        .hasMessageContaining(
            "it has become another set since it was looked at, and nothing was deleted: 4 more have"
                + " left Git, and not 3");
    assertThat(world.cluster.leftovers()).hasSize(PruneOrder.MOST + 4);
  }

  @Test
  void remembersWhatWaitsWhileARolloutRuns() {
    world.cluster.hang(true);
    world.release(2);
    until(() -> world.cluster.weight() > 0);
    world.environment().liveChanged();
    until(
        () ->
            world.cluster.events().stream()
                .anyMatch(event -> event.startsWith("sync around the rollout")));
    world.goOnInANewRun();

    assertThat(world.environment().status().unpruned()).isPresent();
  }

  @Test
  void isRefusedAtTheDoorWhereItIsAboutSomethingElse() {
    PruneOrder order = lookedAt();

    assertRefused(
        new PruneOrder(ADA, order.commit(), "rev:another", order.objects()),
        "what was looked at is not what is stable here (any more)");
    assertRefused(
        new PruneOrder(ADA, order.commit(), order.revision(), List.of()),
        "an order names the objects that are to go, 1 to 500 of them: this one names 0");
  }

  @Test
  void isRefusedWhileARolloutRuns() {
    PruneOrder order = lookedAt();
    world.cluster.hang(true);
    world.release(2);
    until(() -> world.cluster.weight() > 0);

    assertRefused(order, "a rollout runs here");
    assertThat(world.cluster.leftovers()).containsExactly(SIX);
  }

  @Test
  void isCarriedOutWhenTheClusterIsBack() {
    PruneOrder order = lookedAt();
    world.cluster.refuse("the cluster is away");

    EnvironmentStatus meanwhile = world.environment().prune(order);
    world.cluster.refuse("");

    assertThat(meanwhile.trouble()).isPresent();
    assertThat(meanwhile.unpruned().map(Waiting::reason))
        .contains("the next sync deletes what ada has confirmed");
    world.environment().liveChanged();
    until(() -> world.cluster.leftovers().isEmpty());
  }

  @Test
  void isRememberedWhenTheEnvironmentGoesOnInANewRun() {
    world.environment().prune(lookedAt());
    world.goOnInANewRun();

    assertThat(world.environment().status().prunes()).hasSize(1);
  }

  /** As the command does. */
  private PruneOrder lookedAt() {
    SyncReport found = world.environment().diff().lastSync().orElseThrow();
    return new PruneOrder(
        ADA,
        found.state().commit(),
        found.state().revision(),
        found.beyondBudget(),
        found.totals().beyondBudget() - found.beyondBudget().size());
  }

  private static String[] many(int count) {
    String[] objects = new String[count];
    Arrays.setAll(objects, "ConfigMap/of-many-%04d"::formatted);
    return objects;
  }

  private void assertRefused(PruneOrder order, String reason) {
    assertThatThrownBy(() -> world.environment().prune(order))
        .rootCause()
        .hasMessageContaining(reason);
  }
}
