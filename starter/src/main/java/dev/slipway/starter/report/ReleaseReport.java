package dev.slipway.starter.report;

import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import java.util.Optional;

/**
 * Everything that a report tells; what {@code --json} writes.
 *
 * @param release as its workflow tells it
 * @param environment of the rollout that is shown
 * @param rollout as its workflow tells it; empty when another one has run there since
 * @param course what was counted; empty when there is no record
 * @param missing why there is none; empty when there is
 */
public record ReleaseReport(
    ReleaseStatus release,
    String environment,
    Optional<RolloutStatus> rollout,
    Optional<RolloutCourse> course,
    String missing) {}
