package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.NamedObjects;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.SyncTotals;
import dev.slipway.gitops.RenderedState;
import dev.slipway.temporal.SlipwayDataConverter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an environment remembers of thousands of objects. */
class LiveLedgerTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final EnvironmentKey PRODUCTION = new EnvironmentKey("production", "shop");
  private static final int MANY = 3_000;

  /** As long as Kubernetes lets a name be. */
  private static final List<String> OBJECTS =
      IntStream.range(0, MANY)
          .mapToObj(i -> "ConfigMap/made-%04d-".formatted(i) + "x".repeat(243))
          .toList();

  @Test
  void staysSmallHoweverManyObjectsAreDeletedAndMadeAgainAndWaitToBeDeleted() throws Exception {
    EnvironmentState fresh = EnvironmentState.fresh(PRODUCTION);
    Chronicle past = new Chronicle(fresh);
    LiveLedger live = new LiveLedger(fresh, past);
    for (int i = 0; i < 30; i++) {
      live.found(report(), NOON.plusSeconds(60L * i));
    }

    assertThat(past.drift()).hasSize(20);
    assertThat(past.drift().getFirst().fields())
        .hasSize(21)
        .contains(OBJECTS.getFirst() + " was not there")
        .endsWith("and 2980 more");
    assertThat(live.prunes().state().waiting()).hasSize(21).endsWith("and 2980 more");
    assertThat(live.prunes().state().count()).isEqualTo(MANY);
    assertThat(size(past.drift()) + size(live.prunes().state()) + size(live.contests()))
        .as("of what is carried from run to run")
        .isLessThan(250_000);
  }

  @Test
  void remembersWhatWaitsWhereASyncDidNotLookForIt() {
    EnvironmentState fresh = EnvironmentState.fresh(PRODUCTION);
    LiveLedger live = new LiveLedger(fresh, new Chronicle(fresh));
    live.found(report(), NOON);

    live.found(withTotals(List.of(), List.of(), new SyncTotals(0, 0, 0, 0, false)), NOON);

    assertThat(live.prunes().waiting(PRODUCTION)).isPresent();
  }

  private static int size(Object record) throws Exception {
    return SlipwayDataConverter.mapper().writeValueAsBytes(record).length;
  }

  /** As a cluster's worker bounds it. */
  private static SyncReport report() {
    return withTotals(
        NamedObjects.first(OBJECTS, 50),
        NamedObjects.first(OBJECTS, 20),
        new SyncTotals(MANY, 0, MANY, 0, true));
  }

  private static SyncReport withTotals(
      List<String> created, List<String> beyond, SyncTotals totals) {
    return new SyncReport(
        new RenderedState("c1", "revision", "pods", Optional.empty(), MANY),
        created,
        List.of(),
        false,
        List.of(),
        beyond,
        Health.HEALTHY,
        "",
        List.of(),
        List.of(),
        List.of(),
        beyond,
        totals,
        Optional.empty());
  }
}
