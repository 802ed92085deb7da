package dev.slipway.starter.world;

import dev.slipway.analysis.Verdict;
import dev.slipway.build.Artifact;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.SyncTotals;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.RollingPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.PruneRecord;
import dev.slipway.environment.Quarantined;
import dev.slipway.environment.StableRevision;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.RenderedState;
import dev.slipway.release.Approval;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseInput.RollbackTarget;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.release.StepStatus.State;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.DataFlow;
import dev.slipway.rollout.MetricReading;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.server.RunningActivity;
import dev.slipway.temporal.SlipwayDataConverter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Records of the contract, as a server would answer them at {@link #NOW}. */
public final class Records {

  public static final Instant NOW = Instant.parse("2026-03-02T14:05:30Z");
  public static final String KEY = "shop/1f2e3d4c5b6a-1";
  public static final String RELEASE = "release/" + KEY;
  public static final String ROLLOUT = "rollout/production/shop";
  public static final EnvironmentKey PRODUCTION = new EnvironmentKey("production", "shop");

  private static final Instant START = NOW.minusSeconds(138);
  private static final String REVISION = "sha256:" + "ab".repeat(32);

  private Records() {}

  /** So many seconds after the release began. */
  public static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  public static StepStatus step(
      String name, State state, double from, double until, String detail) {
    return new StepStatus(name, state, Optional.of(at(from)), Optional.of(at(until)), detail, "");
  }

  public static StepStatus running(String name, double from, String reference) {
    return new StepStatus(
        name, State.RUNNING, Optional.of(at(from)), Optional.empty(), "", reference);
  }

  public static StepStatus pending(String name) {
    return new StepStatus(name, State.PENDING, Optional.empty(), Optional.empty(), "", "");
  }

  public static ReleaseStatus release(
      ReleaseStatus.Phase phase,
      List<StepStatus> steps,
      Optional<Waiting> waiting,
      Optional<ReleaseResult> result) {
    return release(Optional.empty(), phase, steps, waiting, result);
  }

  private static ReleaseStatus release(
      Optional<RollbackTarget> rollback,
      ReleaseStatus.Phase phase,
      List<StepStatus> steps,
      Optional<Waiting> waiting,
      Optional<ReleaseResult> result) {
    return new ReleaseStatus(
        new ReleaseInput(ReleaseKey.parse(KEY), 7, "push", Optional.empty(), rollback),
        phase,
        "Round prices half up",
        "payments",
        "production",
        Optional.of(new Artifact("shop", "sha256:" + "cd".repeat(32))),
        steps,
        List.<Approval>of(),
        waiting,
        phase == ReleaseStatus.Phase.ROLLING_OUT ? Optional.of(ROLLOUT) : Optional.empty(),
        Optional.of("file:///repositories/config.git#7"),
        "sha256:" + "ef".repeat(32),
        "-image: shop@sha256:old\n+image: shop@sha256:new",
        result,
        START);
  }

  /** Built, tested, and waiting for one person. */
  public static ReleaseStatus awaitingApproval() {
    return release(
        ReleaseStatus.Phase.AWAITING_APPROVAL,
        List.of(
            step("read commit", State.PASSED, 0, 0.4, "Round prices half up"),
            step("build", State.PASSED, 0.4, 12.7, "shop@sha256:" + "cd".repeat(32)),
            step("test unit", State.PASSED, 12.7, 20.8, "42 tests, 0 failed, 0 skipped"),
            step("production: change", State.PASSED, 20.8, 21.1, "branch slipway/shop"),
            step("production: pull request", State.PASSED, 21.1, 21.3, "number 7"),
            new StepStatus(
                "production: approval",
                State.WAITING,
                Optional.of(at(21.3)),
                Optional.empty(),
                "1 more approval(s)",
                ""),
            pending("production: slot"),
            pending("production: merge"),
            pending("production: rollout")),
        Optional.of(
            new Waiting(
                "1 approval(s) for production",
                at(21.3),
                Optional.of(at(21.3).plusSeconds(7 * 86_400)),
                "the release expires",
                List.of("ada", "grace"),
                List.of(
                    "slipway release approve " + KEY,
                    "slipway release reject " + KEY + " --reason …"))),
        Optional.empty());
  }

  /** Merged; the canary is at half of the traffic. */
  public static ReleaseStatus rollingOut() {
    return release(
        ReleaseStatus.Phase.ROLLING_OUT,
        List.of(
            step("read commit", State.PASSED, 0, 0.4, "Round prices half up"),
            step("build", State.PASSED, 0.4, 12.7, "shop@sha256:" + "cd".repeat(32)),
            step("test unit", State.PASSED, 12.7, 20.8, "42 tests, 0 failed, 0 skipped"),
            step("production: change", State.PASSED, 20.8, 21.1, "branch slipway/shop"),
            step("production: pull request", State.PASSED, 21.1, 21.3, "number 7"),
            step("production: slot", State.PASSED, 21.3, 21.4, "granted"),
            step("production: merge", State.PASSED, 21.4, 21.7, "commit " + "12".repeat(20)),
            running("production: rollout", 21.7, ROLLOUT)),
        Optional.of(
            new Waiting(
                "the rollout in production",
                at(21.7),
                Optional.of(at(21.7).plusSeconds(7 * 86_400)),
                "the release fails",
                List.of("rollout " + ROLLOUT),
                List.of("slipway release abort " + KEY))),
        Optional.empty());
  }

  public static ReleaseStatus ended(ReleaseResult.Outcome outcome, String reason) {
    boolean promoted = outcome == ReleaseResult.Outcome.PROMOTED;
    return release(
        ReleaseStatus.Phase.ENDED,
        List.of(
            step("read commit", State.PASSED, 0, 0.4, "Round prices half up"),
            step("build", State.PASSED, 0.4, 12.7, "shop@sha256:" + "cd".repeat(32)),
            new StepStatus(
                "production: rollout",
                promoted ? State.PASSED : State.FAILED,
                Optional.of(at(21.7)),
                Optional.of(at(120)),
                reason,
                ROLLOUT)),
        Optional.empty(),
        Optional.of(new ReleaseResult(outcome, promoted ? "" : "production", reason, at(120))));
  }

  /** A release that was to bring production back to an earlier revision. */
  public static ReleaseStatus endedRollback(ReleaseResult.Outcome outcome, String reason) {
    return release(
        Optional.of(new RollbackTarget("production", Optional.empty())),
        ReleaseStatus.Phase.ENDED,
        List.of(),
        Optional.empty(),
        Optional.of(new ReleaseResult(outcome, "production", reason, at(120))));
  }

  /** One without a canary, whose new pods are watched. */
  public static RolloutStatus rollingUpdate(String cause) {
    RolloutStatus canary = rollout(cause, 0, 1);
    RolloutInput input = canary.input();
    return new RolloutStatus(
        new RolloutInput(
            input.target(),
            input.stable(),
            input.candidate(),
            RolloutPlan.rolling(RollingPlan.DEFAULT),
            cause,
            1),
        RolloutStatus.Phase.SOAKING,
        0,
        List.of(
            step("rolling update", State.PASSED, 22, 24.1, "2 of 2 ready"),
            running("watch", 84.1, "")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        at(22));
  }

  public static RolloutStatus rollout(String cause, double weight, double evidence) {
    return new RolloutStatus(
        new RolloutInput(
            new Target(
                PRODUCTION,
                "local",
                "shop",
                new ConfigPath("config.git", "main", "production"),
                "shop",
                "shop"),
            new RevisionRef("1".repeat(40), "sha256:" + "01".repeat(32), Optional.empty()),
            new RevisionRef("2".repeat(40), REVISION, Optional.empty()),
            RolloutPlan.DEFAULT,
            cause,
            1),
        RolloutStatus.Phase.SHIFTING,
        weight,
        List.of(
            step("prepare canary", State.PASSED, 22, 24.1, "2 of 2 ready"),
            step("canary 10 %", State.PASSED, 24.1, 84.1, "60 s without a regression"),
            running("canary 50 %", 84.1, ""),
            pending("soak"),
            pending("promote")),
        Optional.of(reading(evidence)),
        Optional.of(
            new Waiting(
                "proof that the canary, at 50 %, is not worse than its tolerance",
                at(84.1),
                Optional.of(at(684.1)),
                "inconclusive: hold",
                List.of("the analysis", "an operator"),
                List.of("slipway release promote production/shop"))),
        Optional.empty(),
        at(22));
  }

  /** The same in another phase. */
  public static RolloutStatus in(RolloutStatus.Phase phase, RolloutStatus rollout) {
    return new RolloutStatus(
        rollout.input(),
        phase,
        rollout.weight(),
        rollout.steps(),
        rollout.analysis(),
        rollout.waiting(),
        rollout.result(),
        rollout.startedAt());
  }

  /** A step of a canary, by its heartbeat. */
  public static RunningActivity canaryStep(DataFlow data) {
    return new RunningActivity(
        "StepCanary",
        1,
        "",
        SlipwayDataConverter.mapper().valueToTree(Map.of("data", data, "reading", reading(1))));
  }

  public static AnalysisReading reading(double evidence) {
    return new AnalysisReading(
        evidence >= 100 ? Verdict.REGRESSED : Verdict.INCONCLUSIVE,
        evidence,
        100,
        false,
        List.of(
            new MetricReading(
                "errors",
                0.002,
                0.0018,
                1204,
                10_833,
                evidence,
                "errors: canary 0.2 % of 1 204, stable 0.18 % of 10 833 requests; a regression is 3.1 times"
                    + " more likely than chance; alone it rolls back at 200; 0.02 points worse, at"
                    + " most 0.31")),
        "nothing speaks for a regression yet");
  }

  public static EnvironmentStatus environment(List<String> drift, List<String> created) {
    return environment(report(created, drift, Health.HEALTHY, "", List.of()));
  }

  /** What a comparison or a sync has found. */
  public static SyncReport report(
      List<String> created,
      List<String> drift,
      Health health,
      String reason,
      List<String> changed) {
    return new SyncReport(
        new RenderedState(
            "1".repeat(40), REVISION, "sha256:" + "02".repeat(32), Optional.empty(), 4),
        created,
        drift,
        false,
        List.of(),
        List.of(),
        health,
        reason,
        changed,
        List.of(),
        List.of(),
        List.of());
  }

  /** Objects that left Git: some that a person can confirm, some that never go by a sync. */
  public static SyncReport leftovers(List<String> beyondBudget, List<String> never) {
    SyncReport found = report(List.of(), List.of(), Health.HEALTHY, "", List.of());
    return new SyncReport(
        found.state(),
        List.of(),
        List.of(),
        false,
        List.of(),
        Stream.concat(beyondBudget.stream(), never.stream()).toList(),
        found.health(),
        "",
        List.of(),
        List.of(),
        List.of(),
        beyondBudget);
  }

  /** The same, where these are only the first of so many. */
  public static SyncReport ofMany(SyncReport first, SyncTotals totals) {
    return new SyncReport(
        first.state(),
        first.created(),
        first.drift(),
        first.healed(),
        first.pruned(),
        first.unpruned(),
        first.health(),
        first.reason(),
        first.changed(),
        first.conflicts(),
        first.drifted(),
        first.beyondBudget(),
        totals,
        Optional.empty());
  }

  /** An environment that was looked at last with this result. */
  public static EnvironmentStatus environment(SyncReport report) {
    return environment(report, Optional.empty(), List.of());
  }

  /** The same, with what waits to be deleted, and what was. */
  public static EnvironmentStatus environment(
      SyncReport report, Optional<Waiting> unpruned, List<PruneRecord> prunes) {
    return environment(report, List.of(), unpruned, prunes);
  }

  /** The same, with what is fought over. */
  public static EnvironmentStatus fought(SyncReport report, Waiting contest) {
    return environment(report, List.of(contest), Optional.empty(), List.of());
  }

  private static EnvironmentStatus environment(
      SyncReport report,
      List<Waiting> contests,
      Optional<Waiting> unpruned,
      List<PruneRecord> prunes) {
    return new EnvironmentStatus(
        PRODUCTION,
        Optional.empty(),
        Optional.of(
            new StableRevision(
                new RevisionRef("1".repeat(40), REVISION, Optional.empty()),
                "sha256:" + "02".repeat(32),
                6,
                "shop/0a0b0c0d0e0f-1",
                "shop",
                Optional.of(EnvironmentPlan.defaults("production")),
                at(-3600))),
        "3".repeat(40),
        Optional.of(KEY),
        List.of("shop/999999999999-1"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(report),
        Optional.of(at(60)),
        List.of(
            new EnvironmentOutcome(
                "production",
                "shop/0a0b0c0d0e0f-1",
                REVISION,
                "1".repeat(40),
                EnvironmentOutcome.Kind.PROMOTED,
                "no regression in 2 000 requests",
                at(-3600))),
        List.of(
            new Quarantined(
                "sha256:" + "03".repeat(32), Optional.empty(), "3 % of answers failed", at(-7200))),
        List.of(),
        List.of(),
        Optional.empty(),
        contests,
        unpruned,
        prunes);
  }
}
