package dev.slipway.starter.report;

import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.AnalysisReading;
import dev.slipway.rollout.RolloutStatus;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a report tells; what {@code --json} writes.
 *
 * @param release as its workflow tells it
 * @param environment of the rollout that is shown
 * @param rollout as its workflow tells it; empty when another one has run there since
 * @param course what was counted; empty when there is no record
 * @param missing why there is none; empty when there is
 * @param pods a sentence on each single pod that was worse than its siblings, those of stable
 *     included while its rollout is remembered
 */
public record ReleaseReport(
    ReleaseStatus release,
    String environment,
    Optional<RolloutStatus> rollout,
    Optional<RolloutCourse> course,
    String missing,
    List<String> pods) {

  public ReleaseReport {
    pods = List.copyOf(pods);
  }

  /** A rollout that another one has taken the place of tells of its pods by its record alone. */
  public static ReleaseReport of(
      ReleaseStatus release,
      String environment,
      Optional<RolloutStatus> rollout,
      Optional<RolloutCourse> course,
      String missing) {
    List<String> told =
        rollout.flatMap(RolloutStatus::analysis).map(AnalysisReading::pods).orElse(List.of());
    List<String> recorded =
        course.map(RolloutCourse::pods).orElse(List.of()).stream()
            .map(RolloutCourse.LonePod::sentence)
            .toList();
    return new ReleaseReport(
        release, environment, rollout, course, missing, told.isEmpty() ? recorded : told);
  }
}
