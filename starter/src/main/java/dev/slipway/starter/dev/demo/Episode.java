package dev.slipway.starter.dev.demo;

import dev.slipway.release.Approval;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.dev.demo.LoadGenerator.Experience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One release of the demo, with what was seen from the outside.
 *
 * @param pushed when the developer pushed
 * @param release its last status
 * @param rollout its rollout's last status; empty when there was none
 * @param experience what customers saw meanwhile
 * @param findings what was checked outside of Temporal after it
 */
record Episode(
    Change change,
    Instant pushed,
    ReleaseStatus release,
    Optional<RolloutStatus> rollout,
    Experience experience,
    List<Finding> findings) {

  Episode {
    findings = List.copyOf(findings);
  }

  /**
   * Something that was checked.
   *
   * @param holds whether it is as it should be
   * @param text what, and where it was read
   */
  record Finding(boolean holds, String text) {}

  ReleaseResult result() {
    return release.result().orElseThrow();
  }

  boolean isAsItShouldBe() {
    return result().outcome() == change.expected() && findings.stream().allMatch(Finding::holds);
  }

  Duration fromPushToEnd() {
    return Duration.between(pushed, result().endedAt());
  }

  /** How long it waited for people; zero when it asked nobody. */
  Duration awaitedPeople() {
    return release.steps().stream()
        .filter(step -> step.name().endsWith(": approval"))
        .filter(step -> step.startedAt().isPresent() && step.endedAt().isPresent())
        .map(step -> Duration.between(step.startedAt().orElseThrow(), step.endedAt().orElseThrow()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  Optional<Approval> approval() {
    return release.approvals().stream().findFirst();
  }
}
