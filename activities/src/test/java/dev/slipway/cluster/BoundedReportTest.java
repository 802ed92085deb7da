package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.environment.PruneOrder;
import dev.slipway.hook.HookAnnotation;
import dev.slipway.temporal.SlipwayDataConverter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A path of thousands of objects: what a sync tells of it stays small, and counts all of them. */
class BoundedReportTest {

  private static final int MANY = 2_000;

  /** What travels through workflow histories stays below. */
  private static final int PAYLOAD = 100_000;

  private final FakePulse pulse = new FakePulse();
  private final MemoryCluster cluster = new MemoryCluster(pulse::now);
  private final Shop shop = new Shop();
  private final ClusterSync sync = new ClusterSync(shop, cluster, pulse);

  @BeforeEach
  void thousandsOfObjects() {
    shop.commit("c1", "shop:1", 2, "hello", extras("1"));
    shop.commit("c2", "shop:1", 2, "hello");
  }

  @Test
  void countsAllThatWasMadeAndNamesTheFirst() {
    SyncReport report = bounded(sync.apply(order("c1")));

    assertThat(report.totals().created()).isEqualTo(MANY + 5);
    assertThat(report.created()).hasSizeBetween(1, 50);
  }

  @Test
  void countsAllThatLeftGitAndShowsInAComparisonWhatAPersonReadsThrough() {
    sync.apply(order("c1"));

    SyncReport synced = bounded(sync.apply(order("c2")));
    SyncReport compared = bounded(sync.compare(order("c2")));

    assertThat(synced.totals().beyondBudget()).isEqualTo(MANY);
    assertThat(synced.beyondBudget()).hasSizeBetween(1, 20);
    assertThat(compared.totals().beyondBudget()).isEqualTo(MANY);
    assertThat(compared.beyondBudget()).hasSizeBetween(50, PruneOrder.MOST).isSorted();
    assertThat(compared.neverPruned()).isEmpty();
  }

  @Test
  void deletesLookByLookExactlyWhatWasShown() {
    sync.apply(order("c1"));
    List<String> gone = new ArrayList<>();
    int looks = 0;

    while (gone.size() < MANY) {
      SyncReport shown = sync.compare(order("c2"));
      List<String> objects = shown.beyondBudget();
      int others = shown.totals().beyondBudget() - objects.size();
      SyncReport report = bounded(sync.apply(order("c2").pruning(objects, others)));
      assertThat(report.totals().pruned()).isEqualTo(objects.size());
      assertThat(report.totals().beyondBudget()).isEqualTo(others);
      assertThat(cluster.ids()).doesNotContainAnyElementsOf(objects);
      gone.addAll(objects);
      assertThat(cluster.ids()).hasSize(MANY - gone.size() + 5);
      looks++;
    }

    assertThat(looks).isLessThan(MANY / 50);
  }

  @Test
  void cutsShortWhatThousandsOfObjectsAreRefusedFor() {
    cluster.need("ConfigMap", "Namespace/nowhere");

    SyncReport report = bounded(sync.apply(order("c1")));

    assertThat(report.reason())
        .endsWith("; and " + (MANY + 1 - 10) + " more")
        .hasSizeLessThan(4_500);
  }

  @Test
  void boundsWhatHasDriftedAndWhatACommitChanges() {
    sync.apply(order("c1"));
    for (int i = 0; i < 200; i++) {
      cluster.edit("ConfigMap/" + name(i), json -> json.withObjectProperty("data").put("A", "x"));
    }
    shop.commit("c3", "shop:1", 2, "hello", extras("3"));

    assertThat(bounded(sync.compare(order("c3"))).changed()).hasSize(101);
    assertThat(bounded(sync.apply(order("c1"))).drifted()).hasSize(20);
  }

  @Test
  void refusesMoreJobsThanAnybodyWaitsFor() {
    String[] jobs = new String[MANY];
    Arrays.setAll(
        jobs,
        i ->
            """
            {"apiVersion":"batch/v1","kind":"Job",
             "metadata":{"name":"%s","annotations":{"slipway.dev/hook":"pre-sync"}},"spec":{}}
            """
                .formatted(name(i)));
    shop.commit("c4", "shop:1", 2, "hello", jobs);

    SyncReport report = bounded(sync.apply(order("c4")));

    assertThat(report.reason()).contains("more than 50 Jobs are to be run");
    assertThat(HookAnnotation.in(Arrays.stream(jobs).map(Shop::json).toList())).hasSize(51);
  }

  /** As it lies in a history. */
  private static SyncReport bounded(SyncReport report) {
    try {
      byte[] json = SlipwayDataConverter.mapper().writeValueAsBytes(report);
      assertThat(json.length).isLessThan(PAYLOAD);
      return report;
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** As long as Kubernetes lets a name be. */
  private static String name(int i) {
    return "left-%04d-".formatted(i) + "x".repeat(253 - 10);
  }

  private static String[] extras(String value) {
    String[] extras = new String[MANY];
    Arrays.setAll(
        extras,
        i ->
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s"},"data":{"A":"%s"}}
            """
                .formatted(name(i), value));
    return extras;
  }

  private static SyncOrder order(String commit) {
    return new SyncOrder(Shop.TARGET, commit, Optional.empty(), true, 5);
  }
}
