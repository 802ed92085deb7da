package dev.slipway.localcluster.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.localcluster.object.RollingUpdate;
import dev.slipway.localcluster.pod.ReplicaPlan.Replica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplicaPlanTest {

  private static final RollingUpdate ONE_MORE = new RollingUpdate(1, 0);

  @Test
  void addsOneAndKeepsAllWhileTheNewOneIsNotAvailable() {
    ReplicaPlan first = ReplicaPlan.of(2, ONE_MORE, List.of(old("a"), old("b")));
    assertThat(first).isEqualTo(new ReplicaPlan(1, List.of()));
    ReplicaPlan second =
        ReplicaPlan.of(2, ONE_MORE, List.of(old("a"), old("b"), replica("c", true, false)));
    assertThat(second).isEqualTo(new ReplicaPlan(0, List.of()));
    ReplicaPlan third =
        ReplicaPlan.of(2, ONE_MORE, List.of(old("a"), old("b"), replica("c", true, true)));
    assertThat(third.stop()).hasSize(1).containsAnyOf("a", "b");
  }

  @Test
  void stopsAtOnceWhatIsTooMuchTheLeastUsefulFirst() {
    ReplicaPlan plan =
        ReplicaPlan.of(1, ONE_MORE, List.of(replica("a", true, true), replica("b", true, false)));
    assertThat(plan).isEqualTo(new ReplicaPlan(0, List.of("b")));
  }

  @Test
  void stopsEverythingWhenNothingIsWanted() {
    ReplicaPlan plan =
        ReplicaPlan.of(0, new RollingUpdate(0, 1), List.of(old("a"), replica("b", true, false)));
    assertThat(plan.stop()).containsExactlyInAnyOrder("a", "b");
  }

  /** A rollout with pods that become available in any order, and sometimes lose it again. */
  @Property(tries = 500)
  void keepsEnoughPodsAvailableAndNeverTooManyAndGetsThere(
      @ForAll @IntRange(min = 1, max = 8) int replicas,
      @ForAll @IntRange(min = 0, max = 3) int surge,
      @ForAll @IntRange(min = 0, max = 3) int unavailable,
      @ForAll long seed) {
    RollingUpdate rolling =
        new RollingUpdate(surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
    Random random = new Random(seed);
    List<Replica> pods = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      pods.add(old("old-" + i));
    }
    int least = replicas - rolling.unavailable();
    int made = 0;
    for (int look = 0; look < 200; look++) {
      long availableBefore = pods.stream().filter(Replica::available).count();
      ReplicaPlan plan = ReplicaPlan.of(replicas, rolling, pods);
      pods.removeIf(pod -> plan.stop().contains(pod.name()));
      for (int i = 0; i < plan.create(); i++) {
        pods.add(replica("new-" + made++, true, false));
      }
      assertThat(pods.size()).isLessThanOrEqualTo(replicas + rolling.surge());
      assertThat(pods.stream().filter(Replica::available).count())
          .isGreaterThanOrEqualTo(Math.min(availableBefore, least));
      boolean calm = look > 100;
      pods.replaceAll(
          pod -> {
            boolean available =
                pod.available() ? calm || random.nextInt(20) > 0 : calm || random.nextInt(3) == 0;
            return replica(pod.name(), pod.current(), available);
          });
    }
    assertThat(pods).hasSize(replicas).allMatch(Replica::current).allMatch(Replica::available);
  }

  private static Replica old(String name) {
    return replica(name, false, true);
  }

  private static Replica replica(String name, boolean current, boolean available) {
    return new Replica(name, current, available, Instant.EPOCH);
  }
}
