package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.LiveChange;
import dev.slipway.cluster.Ownership;
import dev.slipway.environment.EnvironmentKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterWatchTest {

  private final Deque<Set<LiveChange>> changes = new ArrayDeque<>();
  private final List<EnvironmentKey> nudged = new ArrayList<>();

  @Test
  void nudgesTheEnvironmentsOfTheNamespaceAndNoOthers() throws InterruptedException {
    changes.add(Set.of(LiveChange.anywhereIn("shop"), LiveChange.anywhereIn("somebody-elses")));

    boolean answered = look(new ClusterWatch("local", within -> next()));

    assertThat(answered).isTrue();
    assertThat(nudged).containsExactly(new EnvironmentKey("production", "shop"));
  }

  @Test
  void leavesEnvironmentsOfAnotherClusterAlone() throws InterruptedException {
    changes.add(Set.of(LiveChange.anywhereIn("shop")));

    look(new ClusterWatch("elsewhere", within -> next()));

    assertThat(nudged).isEmpty();
  }

  @Test
  void nudgesOnlyWhoseObjectItIsWhereSeveralShareANamespace() throws InterruptedException {
    changes.add(
        Set.of(
            LiveChange.of(
                "shop", Map.of(Ownership.ENVIRONMENT, "production", Ownership.SERVICE, "cart"))));

    look(new ClusterWatch("local", within -> next()));

    assertThat(nudged).containsExactly(new EnvironmentKey("production", "cart"));
  }

  @Test
  void nudgesAllWhenNobodyKnowsWhoseAnObjectOfTheClusterIs() throws InterruptedException {
    changes.add(Set.of(LiveChange.of("", Map.of("app", "somebody-elses"))));

    look(new ClusterWatch("local", within -> next()));

    assertThat(nudged)
        .containsExactlyInAnyOrder(
            new EnvironmentKey("production", "shop"), new EnvironmentKey("production", "cart"));
  }

  @Test
  void saysThatTheClusterIsAwayAndNudgesNobody() throws InterruptedException {
    ClusterWatch watch =
        new ClusterWatch(
            "local",
            within -> {
              throw new IllegalStateException("it does not answer");
            });

    assertThat(look(watch)).isFalse();
    assertThat(nudged).isEmpty();
  }

  private Set<LiveChange> next() {
    Set<LiveChange> next = changes.poll();
    return next == null ? Set.of() : next;
  }

  private boolean look(ClusterWatch watch) throws InterruptedException {
    return watch.look(
        List.of(Bindings.service("shop"), Bindings.service("cart")),
        Duration.ofMillis(1),
        nudged::add);
  }
}
