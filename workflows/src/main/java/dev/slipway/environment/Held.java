package dev.slipway.environment;

import dev.slipway.gitops.PullRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * Desired state is the stable revision until the restoring change is merged.
 *
 * @param restoring the pull request that restores the branch; empty when none could be opened
 * @param reason one sentence: what refused the merge
 * @param until after this instant the reason is reported as overdue; the hold itself goes on,
 *     because letting go would bring the bad revision back
 */
public record Held(Optional<PullRequest> restoring, String reason, Instant since, Instant until) {}
