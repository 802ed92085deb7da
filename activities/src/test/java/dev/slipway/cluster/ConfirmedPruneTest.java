package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.MemoryCluster.KilledWorker;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sync tells of objects whose deletion a person has confirmed. */
class ConfirmedPruneTest {

  private static final List<String> FOUR =
      List.of("ConfigMap/extra-0", "ConfigMap/extra-1", "ConfigMap/extra-2", "ConfigMap/extra-3");

  private final FakePulse pulse = new FakePulse();
  private final MemoryCluster cluster = new MemoryCluster(pulse::now);
  private final Shop shop = new Shop();
  private final ClusterSync sync = new ClusterSync(shop, cluster, pulse);

  @BeforeEach
  void fourObjectsLeaveGit() {
    shop.commit("c1", "shop:1", 2, "hello", extras(4));
    sync.apply(order("c1"));
    shop.commit("c2", "shop:1", 2, "hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void tellsThatTheyAreGoneWhereverTheWorkerHasDied(int effects) {
    cluster.cutAfter(effects);
    // Nobody would wait for pods that are well; what is not, is no reason to call it refused.
    cluster.kill("shop");
    try {
      sync.apply(order("c2").pruning(FOUR));
    } catch (KilledWorker e) {
      cluster.cutNoMore();
    }

    SyncReport report = sync.apply(order("c2").pruning(FOUR));

    assertThat(cluster.ids()).doesNotContainAnyElementsOf(FOUR);
    assertThat(report.health()).isNotEqualTo(Health.HEALTHY);
    assertThat(report.confirmed()).contains(new ConfirmedObjects(4, 0, List.of(), List.of(), 0));
  }

  @Test
  void tellsThatTheyAreGoneAlsoWhereThePathIsRefusedByThen() {
    sync.apply(order("c2").pruning(FOUR));
    shop.commit("c2", "shop:1", -1, "hello");

    SyncReport report = sync.apply(order("c2").pruning(FOUR));

    assertThat(report.reason()).contains("nothing was applied");
    assertThat(report.confirmed().map(ConfirmedObjects::gone)).contains(4);
  }

  @Test
  void tellsWhatNobodyHasLookedAtAndDeletesNothing() {
    SyncReport report = sync.apply(order("c2").pruning(FOUR.subList(0, 3)));

    assertThat(report.confirmed())
        .contains(new ConfirmedObjects(0, 3, List.of(), List.of("ConfigMap/extra-3"), 1));
    assertThat(cluster.ids()).containsAll(FOUR);
  }

  @Test
  void tellsWhatNoSyncDeletesByNow() {
    cluster.edit(
        FOUR.get(1),
        json ->
            json.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put("slipway.dev/prune", "never"));
    cluster.edit(FOUR.get(2), json -> json.withObjectProperty("metadata").remove("labels"));

    SyncReport report = sync.apply(order("c2").pruning(FOUR));

    assertThat(report.pruned()).containsExactly(FOUR.get(0), FOUR.get(3));
    assertThat(report.confirmed())
        .contains(new ConfirmedObjects(2, 0, FOUR.subList(1, 3), List.of(), 0));
  }

  @Test
  void tellsThatTheyAreThereWhereTheSyncDidNotComeSoFar() {
    cluster.refuseInEarnest("Service/shop");

    SyncReport report = sync.apply(order("c2").pruning(FOUR));

    assertThat(report.pruned()).isEmpty();
    assertThat(report.confirmed()).contains(new ConfirmedObjects(0, 4, List.of(), List.of(), 0));
  }

  @Test
  void saysNothingOfItWhereNobodyHasConfirmedAnything() {
    assertThat(sync.apply(order("c2")).confirmed()).isEmpty();
  }

  @Test
  void leavesANamesakeThatSomebodyMadeAfterTheSyncHasLooked() {
    cluster.whenDeleting(FOUR.getFirst(), () -> cluster.makeAnew(FOUR.getFirst()));

    SyncReport report = sync.apply(order("c2").pruning(FOUR));

    assertThat(cluster.ids()).contains(FOUR.getFirst()).doesNotContain(FOUR.get(1));
    assertThat(report.confirmed().map(ConfirmedObjects::gone)).contains(4);
  }

  private static String[] extras(int count) {
    String[] extras = new String[count];
    Arrays.setAll(
        extras,
        i ->
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"extra-%d"},"data":{"A":"1"}}
            """
                .formatted(i));
    return extras;
  }

  private static SyncOrder order(String commit) {
    return new SyncOrder(Shop.TARGET, commit, Optional.empty(), true, 2);
  }
}
