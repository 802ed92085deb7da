package dev.slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.PruneOrder;
import dev.slipway.environment.PruneState;
import dev.slipway.temporal.SlipwayDataConverter;
import org.junit.jupiter.api.Test;

/** What a worker wrote that knew neither bounds nor totals. */
class SyncReportTest {

  @Test
  void ofAnOlderWorkerNamesAllThatItCounts() throws Exception {
    SyncReport read =
        SlipwayDataConverter.mapper()
            .readValue(
                """
                {"state": {"commit": "c", "revision": "r", "podRevision": "p", "artifact": null, "objects": 3},
                 "created": ["ConfigMap/new"], "drift": [], "healed": false, "pruned": [],
                 "unpruned": ["ConfigMap/a", "ConfigMap/b", "PersistentVolumeClaim/data"],
                 "health": "HEALTHY", "reason": "", "changed": [], "conflicts": [], "drifted": [],
                 "beyondBudget": ["ConfigMap/a", "ConfigMap/b"]}
                """,
                SyncReport.class);

    assertThat(read.totals()).isEqualTo(new SyncTotals(1, 0, 2, 1, true));
    assertThat(read.confirmed()).isEmpty();
    assertThat(read.neverPruned()).containsExactly("PersistentVolumeClaim/data");
  }

  @Test
  void ordersAndStatesOfAnOlderVersionAreAboutAllThatWaited() throws Exception {
    PruneOrder order =
        SlipwayDataConverter.mapper()
            .readValue(
                """
                {"order": {"by": "ada"}, "commit": "c", "revision": "r", "objects": ["ConfigMap/a"]}
                """,
                PruneOrder.class);
    PruneState state =
        SlipwayDataConverter.mapper()
            .readValue(
                """
                {"waiting": ["ConfigMap/a"], "count": 1, "since": "2026-01-01T12:00:00Z",
                 "confirmed": null, "past": []}
                """,
                PruneState.class);

    assertThat(order.unshown()).isZero();
    assertThat(order.objects()).containsExactly("ConfigMap/a");
    assertThat(state.begun()).isFalse();
    assertThat(state.partly()).isFalse();
  }
}
