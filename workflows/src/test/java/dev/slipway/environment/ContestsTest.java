package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.DriftedField;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.gitops.RenderedState;
import dev.slipway.release.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContestsTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String REPLICAS = "Deployment/shop: spec.replicas";

  private final Contests contests = new Contests(List.of());

  @Test
  void healsAFieldFourTimesAndStopsAtTheFifth() {
    for (int heal = 1; heal <= 4; heal++) {
      syncedAt(heal, healed("spec.replicas"));
      assertThat(contests.stopped()).isEmpty();
    }

    syncedAt(5, healed("spec.replicas"));

    assertThat(contests.stopped()).extracting(Contest::field).containsExactly(REPLICAS);
    assertThat(contests.leftAt(at(6))).containsExactly(REPLICAS);
  }

  @Test
  void countsOnlyHealsOfTheSameFieldWithinTenMinutes() {
    for (int heal = 0; heal < 12; heal++) {
      syncedAt(heal * 150L, healed("spec.replicas"));
      syncedAt(heal * 150L + 1, healed("spec.paused"));
    }
    // Each 150 s: five within ten minutes, both bounds included.
    assertThat(contests.stopped()).extracting(Contest::field).hasSize(2);

    Contests slower = new Contests(List.of());
    for (int heal = 0; heal < 20; heal++) {
      slower.synced(report("r1", healed("spec.replicas")), List.of(), at(heal * 151L));
    }
    assertThat(slower.stopped()).isEmpty();
  }

  @Test
  void whatIsLeftByPolicyIsNoFight() {
    for (int look = 0; look < 20; look++) {
      syncedAt(look, left("spec.replicas"));
    }

    assertThat(contests.all()).isEmpty();
  }

  @Test
  void triesAgainAfterTenMinutesAndThenAfterTwiceAsLongUpToAnHour() {
    fight();
    long time = 5;
    for (long pause : new long[] {10, 20, 40, 60, 60}) {
      time += pause * 60;
      assertThat(contests.leftAt(at(time - 1))).containsExactly(REPLICAS);
      assertThat(contests.leftAt(at(time))).isEmpty();
      syncedAt(time, healed("spec.replicas"));
      syncedAt(time + 1, left("spec.replicas"));
    }
    assertThat(contests.stopped().getFirst().tries()).isEqualTo(5);
  }

  @Test
  void isOverWhenATriedHealHasHeld() {
    fight();
    syncedAt(605, healed("spec.replicas"));
    syncedAt(606);
    assertThat(contests.stopped()).hasSize(1);

    syncedAt(605 + 600);

    assertThat(contests.all()).isEmpty();
  }

  @Test
  void isOverWhenTheOtherBringsBackWhatGitSays() {
    fight();
    syncedAt(300, left("spec.replicas"));

    syncedAt(5 + 600);

    assertThat(contests.all()).isEmpty();
  }

  @Test
  void isOverWhenTheDesiredStateChanges() {
    fight();

    contests.synced(report("r2"), List.of(), at(10));

    assertThat(contests.all()).isEmpty();
  }

  @Test
  void isOverWhenAPersonOrdersASync() {
    fight();

    contests.forget();

    assertThat(contests.leftAt(at(6))).isEmpty();
    syncedAt(7, healed("spec.replicas"));
    assertThat(contests.stopped()).isEmpty();
  }

  @Test
  void forgetsHealsThatHaveHeld() {
    syncedAt(0, healed("spec.replicas"));
    syncedAt(599);
    assertThat(contests.all()).hasSize(1);

    syncedAt(600);

    assertThat(contests.all()).isEmpty();
  }

  @Test
  void remembersAtMostFiftyFields() {
    for (int i = 0; i < 80; i++) {
      syncedAt(i, healed("data.k" + i));
    }

    assertThat(contests.all()).hasSize(50);
  }

  @Test
  void saysWhoFightsOverWhatAndHowItEnds() {
    fight();

    Waiting waiting =
        contests
            .stopped()
            .getFirst()
            .waiting(new EnvironmentKey("production", "shop"))
            .orElseThrow();

    assertThat(waiting.reason())
        .isEqualTo(
            "Deployment/shop: spec.replicas is set again and again by scaler: healed 5 times within"
                + " 10 min, the last time 2026-11-24 12:00:05 UTC, and left as it is now");
    assertThat(waiting.until()).contains(at(605));
    assertThat(waiting.endedBy())
        .containsExactly("scaler, which should stop", "a change in Git", "an operator");
    assertThat(waiting.commands()).containsExactly("slipway environment sync production shop");
  }

  private void fight() {
    for (int heal = 1; heal <= 5; heal++) {
      syncedAt(heal, healed("spec.replicas"));
    }
  }

  private void syncedAt(long second, DriftedField... fields) {
    contests.synced(report("r1", fields), List.of(), at(second));
  }

  private static Instant at(long second) {
    return NOON.plus(Duration.ofSeconds(second));
  }

  private static DriftedField healed(String path) {
    return new DriftedField("Deployment/shop", path, Optional.of("scaler"), true);
  }

  private static DriftedField left(String path) {
    return new DriftedField("Deployment/shop", path, Optional.of("scaler"), false);
  }

  private static SyncReport report(String revision, DriftedField... fields) {
    List<DriftedField> all = Arrays.asList(fields);
    return new SyncReport(
        new RenderedState("c1", revision, "pods", Optional.empty(), 1),
        List.of(),
        all.stream().map(DriftedField::name).toList(),
        all.stream().anyMatch(DriftedField::healed),
        List.of(),
        List.of(),
        Health.HEALTHY,
        "",
        List.of(),
        List.of(),
        all,
        List.of());
  }
}
