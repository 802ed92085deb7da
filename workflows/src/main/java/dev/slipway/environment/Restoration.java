package dev.slipway.environment;

import dev.slipway.gitops.PullRequest;
import java.util.Optional;

/** How bringing the branch back to stable ended. */
sealed interface Restoration {

  record Merged(String commit) implements Restoration {}

  /**
   * @param pullRequest the restoring one, which a person has to merge; empty when none is open
   */
  record Refused(Optional<PullRequest> pullRequest, String reason) implements Restoration {}
}
