package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.cluster.Target;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTrailTest {

  private static final EnvironmentKey KEY = new EnvironmentKey("production", "shop");
  private static final EnvironmentPlan PLAN = EnvironmentPlan.defaults("production");

  private final MemoryTrail trail = new MemoryTrail(EnvironmentState.fresh(KEY));

  @Test
  void knowsNothingOfARunInWhichNothingHappened() {
    EnvironmentMemory memory = trail.memory();

    assertThat(memory.stable()).isEmpty();
    assertThat(memory.history()).isEmpty();
  }

  @Test
  void knowsWhatReleasesWereTold() {
    promoted(1);
    promoted(2);

    EnvironmentMemory memory = trail.memory();

    assertThat(memory.history())
        .extracting(EnvironmentOutcome::release)
        .containsExactly("r2", "r1");
    StableRevision stable = memory.stable().orElseThrow();
    assertThat(stable.ref().revision()).isEqualTo("rev2");
    assertThat(stable.number()).isEqualTo(2);
    assertThat(stable.plan()).contains(PLAN);
    assertThat(stable.workload()).isEqualTo("shop");
    assertThat(memory.earlier())
        .extracting(earlier -> earlier.ref().revision())
        .containsExactly("rev1");
    assertThat(memory.open()).isEmpty();
  }

  @Test
  void quarantinesWhatWasRolledBackOrHeldByRevisionAndArtifact() {
    promoted(1);
    rolledBack(2, Kind.ROLLED_BACK);
    rolledBack(3, Kind.HELD);

    EnvironmentMemory memory = trail.memory();

    assertThat(memory.quarantine())
        .extracting(Quarantined::revision, one -> one.artifact().orElse(""))
        .containsExactly(tuple("rev3", "art3"), tuple("rev2", "art2"));
    assertThat(memory.stable().orElseThrow().ref().revision()).isEqualTo("rev1");
    assertThat(memory.attempts()).containsEntry("rev2", 1);
  }

  @Test
  void doesNotQuarantineAnArtifactThatIsStable() {
    promoted(1);
    trail.started(rollout("rev1b", "art1", "bob", 1), Instant.EPOCH);
    trail.ended(ended(RolloutResult.Outcome.ROLLED_BACK, "rev1b"));

    assertThat(trail.memory().quarantine())
        .singleElement()
        .satisfies(one -> assertThat(one.artifact()).isEmpty());
  }

  @Test
  void liftsTheQuarantineOfWhatAPersonReleasesAllTheSame() {
    promoted(1);
    rolledBack(2, Kind.ROLLED_BACK);
    trail.entered(candidacy(2, true));

    assertThat(trail.memory().quarantine()).isEmpty();
    assertThat(trail.memory().candidacyOf("r2")).isPresent();
  }

  @Test
  void knowsHowRolloutsOfAPersonsOwnCommitsEndedWhomNobodyIsTold() {
    promoted(1);
    trail.started(rollout("rev9", "art9", "bob", 1), Instant.EPOCH);
    trail.ended(ended(RolloutResult.Outcome.PROMOTED, "rev9"));

    EnvironmentMemory memory = trail.memory();

    assertThat(memory.history().getFirst().release()).isEmpty();
    StableRevision stable = memory.stable().orElseThrow();
    assertThat(stable.ref()).isEqualTo(new RevisionRef("c-rev9", "rev9", Optional.of("art9")));
    assertThat(stable.number()).as("a newer release is newer still").isEqualTo(1);
    assertThat(stable.plan()).contains(PLAN);
    assertThat(memory.attempts()).isEmpty();
  }

  @Test
  void doesNotTakeTheEndOfAReleasesRolloutForItsOutcome() {
    promoted(1);
    trail.entered(candidacy(2, false));
    trail.started(rollout("rev2", "art2", "r2", 1), Instant.EPOCH);
    trail.ended(ended(RolloutResult.Outcome.ROLLED_BACK, "rev2"));

    assertThat(trail.memory().history()).hasSize(1);
    assertThat(trail.memory().hasSettled("rev2", Instant.EPOCH)).isFalse();
    assertThat(trail.memory().candidacyOf("r2")).isPresent();
  }

  @Test
  void countsAnOutcomeThatWasToldTwiceOnce() {
    promoted(1);
    trail.told(outcome(1, Kind.PROMOTED));

    assertThat(trail.memory().history()).hasSize(1);
    assertThat(trail.memory().hasSettled("rev1", Instant.ofEpochSecond(1))).isTrue();
    assertThat(trail.memory().hasSettled("rev1", Instant.ofEpochSecond(2))).isFalse();
  }

  @Test
  void learnsFromARolloutWhatHadBecomeStableUnheard() {
    Instant at = Instant.ofEpochSecond(7);
    trail.started(rollout("rev9", "art9", "bob", 1), at);

    StableRevision first = trail.memory().stable().orElseThrow();
    assertThat(first.ref()).isEqualTo(new RevisionRef("c1", "rev1", Optional.of("art1")));
    assertThat(first.since()).isEqualTo(at);
    assertThat(first.podRevision()).isEmpty();

    trail.ended(ended(RolloutResult.Outcome.PROMOTED, "rev9"));
    assertThat(trail.memory().earlier()).containsExactly(first);
  }

  @Test
  void takesWhatAPersonWasAnsweredForAllThatWasKnownThen() {
    promoted(1);
    EnvironmentLedger ledger = new EnvironmentLedger(EnvironmentState.fresh(KEY));
    trail.answered(
        ledger.status(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    promoted(2);

    assertThat(trail.memory().history())
        .extracting(EnvironmentOutcome::release)
        .containsExactly("r2");
  }

  @Test
  void handsOnWhatTheRunBeforeKnewOfTheOneBeforeThat() {
    promoted(1);
    rolledBack(2, Kind.ROLLED_BACK);
    MemoryTrail next = new MemoryTrail(EnvironmentState.fresh(KEY));

    next.remembered(trail.memory());

    assertThat(next.memory()).isEqualTo(trail.memory());
  }

  private void promoted(int release) {
    trail.entered(candidacy(release, false));
    trail.told(outcome(release, Kind.PROMOTED));
  }

  private void rolledBack(int release, Kind kind) {
    trail.entered(candidacy(release, false));
    trail.started(rollout("rev" + release, "art" + release, "r" + release, 1), Instant.EPOCH);
    trail.ended(ended(RolloutResult.Outcome.ROLLED_BACK, "rev" + release));
    trail.told(outcome(release, kind));
  }

  private static Candidacy candidacy(int release, boolean override) {
    return new Candidacy(
        KEY,
        "r" + release,
        release,
        "art" + release,
        true,
        false,
        override,
        SlotPolicy.NEWEST,
        PLAN,
        PLAN,
        "shop");
  }

  private static EnvironmentOutcome outcome(int release, Kind kind) {
    return new EnvironmentOutcome(
        "production",
        "r" + release,
        "rev" + release,
        "c" + release,
        kind,
        "so it was",
        Instant.ofEpochSecond(release));
  }

  private static RolloutInput rollout(String revision, String artifact, String cause, int attempt) {
    return new RolloutInput(
        new Target(
            KEY,
            "local",
            "shop",
            new ConfigPath("config.git", "main", "production"),
            "shop",
            "shop"),
        new RevisionRef("c1", "rev1", Optional.of("art1")),
        new RevisionRef("c-" + revision, revision, Optional.of(artifact)),
        RolloutPlan.DEFAULT,
        cause,
        attempt,
        List.of());
  }

  private static RolloutResult ended(RolloutResult.Outcome outcome, String candidate) {
    return new RolloutResult(outcome, candidate, "so it ended", Instant.ofEpochSecond(5));
  }
}
