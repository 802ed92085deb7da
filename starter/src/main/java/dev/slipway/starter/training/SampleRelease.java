package dev.slipway.starter.training;

import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.Target;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.release.StepStatus.State;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.MetricReading;
import dev.slipway.rollout.RevisionRef;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.temporal.WorkflowIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A release in the middle of its canary, with something in every field that a screen shows. */
final class SampleRelease {

  private static final EnvironmentKey PLACE = new EnvironmentKey("production", "sample");
  private static final Instant START = Instant.EPOCH;

  private final ReleaseKey key = ReleaseKey.parse("sample/0123456789ab-1");

  String key() {
    return key.toString();
  }

  String id() {
    return WorkflowIds.release(key);
  }

  ReleaseStatus status() {
    return new ReleaseStatus(
        new ReleaseInput(key, 1, "push", Optional.empty(), Optional.empty()),
        ReleaseStatus.Phase.ROLLING_OUT,
        "Sample",
        "team",
        PLACE.environment(),
        Optional.empty(),
        List.of(
            step("build", State.PASSED, ""),
            step("production: rollout", State.RUNNING, WorkflowIds.rollout(PLACE))),
        List.of(),
        Optional.of(waiting()),
        Optional.of(WorkflowIds.rollout(PLACE)),
        Optional.empty(),
        "",
        "",
        Optional.empty(),
        START);
  }

  RolloutStatus rollout() {
    return new RolloutStatus(
        new RolloutInput(
            new Target(
                PLACE,
                "local",
                "sample",
                new ConfigPath("config.git", "main", "sample"),
                "sample",
                "sample"),
            revision('1'),
            revision('2'),
            RolloutPlan.DEFAULT,
            key(),
            1),
        RolloutStatus.Phase.SHIFTING,
        10,
        List.of(step("canary 10 %", State.RUNNING, "")),
        Optional.of(
            new AnalysisReading(
                Verdict.INCONCLUSIVE,
                1,
                100,
                false,
                List.of(new MetricReading("errors", 0, 0, 100, 900, 1, "")),
                "")),
        Optional.of(waiting()),
        Optional.empty(),
        START);
  }

  private static RevisionRef revision(char digit) {
    String digits = String.valueOf(digit);
    return new RevisionRef(digits.repeat(40), "sha256:" + digits.repeat(64), Optional.empty());
  }

  private static StepStatus step(String name, State state, String reference) {
    return new StepStatus(name, state, Optional.of(START), Optional.empty(), "", reference);
  }

  private Waiting waiting() {
    return new Waiting(
        "the rollout",
        START,
        Optional.of(START.plusSeconds(1)),
        "the release fails",
        List.of("an operator"),
        List.of("slipway release abort " + key()));
  }
}
