package dev.slipway.release;

import dev.slipway.build.Artifact;
import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.Mode;
import dev.slipway.release.ReleaseStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a release stands; what {@code status} answers. Knows nothing of Temporal. */
final class ReleaseProgress {

  private static final List<String> STEPS_OF_ENVIRONMENT =
      List.of("gates", "change", "pull request", "approval", "slot", "recheck", "merge", "rollout");

  private final ReleaseInput input;
  private final Instant startedAt;
  private final StepLog log = new StepLog();
  private final List<Approval> approvals = new ArrayList<>();
  private Phase phase = Phase.BUILDING;
  private String subject = "";
  private String team = "";
  private String environment = "";
  private @Nullable Artifact artifact;
  private @Nullable Waiting waiting;
  private @Nullable String rollout;
  private @Nullable String pullRequest;
  private String diffDigest = "";
  private String diff = "";
  private @Nullable ReleaseResult result;

  ReleaseProgress(ReleaseInput input, Instant startedAt) {
    this.input = input;
    this.startedAt = startedAt;
  }

  StepLog log() {
    return log;
  }

  /** The steps that a delivery file lets foresee. */
  void expect(Delivery delivery) {
    log.expect("build");
    delivery.tests().forEach(suite -> log.expect("test " + suite.name()));
    for (EnvironmentPlan plan : delivery.environments()) {
      for (String step : STEPS_OF_ENVIRONMENT) {
        if (!step.equals("approval") || plan.mode() == Mode.DELIVERY) {
          log.expect(plan.name() + ": " + step);
        }
      }
    }
  }

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
    waiting = null;
  }

  void commit(String newSubject, String newTeam) {
    subject = newSubject;
    team = newTeam;
  }

  String subject() {
    return subject;
  }

  void built(Artifact what) {
    artifact = what;
  }

  String environment() {
    return environment;
  }

  void reach(String name) {
    environment = name;
    rollout = null;
    pullRequest = null;
    diffDigest = "";
    diff = "";
  }

  void propose(String newDiffDigest, String newDiff) {
    diffDigest = newDiffDigest;
    diff = newDiff;
  }

  void pullRequest(String link) {
    pullRequest = link;
  }

  void rollingOut(String rolloutId) {
    rollout = rolloutId;
  }

  void await(Waiting what) {
    waiting = what;
  }

  void proceed() {
    waiting = null;
  }

  void approve(Approval approval) {
    approvals.add(approval);
  }

  void end(ReleaseResult how) {
    phase = Phase.ENDED;
    waiting = null;
    rollout = null;
    result = how;
    log.close(how.endedAt());
  }

  Optional<ReleaseResult> result() {
    return Optional.ofNullable(result);
  }

  ReleaseStatus status() {
    return new ReleaseStatus(
        input,
        phase,
        subject,
        team,
        environment,
        Optional.ofNullable(artifact),
        log.steps(),
        approvals,
        Optional.ofNullable(waiting),
        Optional.ofNullable(rollout),
        Optional.ofNullable(pullRequest),
        diffDigest,
        diff,
        Optional.ofNullable(result),
        startedAt);
  }
}
