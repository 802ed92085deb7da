package dev.slipway.gitops.forge;

import dev.slipway.gitops.PullRequest;
import java.util.function.Predicate;

/** Who can be told that something may have moved at a repository; never the truth itself. */
@FunctionalInterface
public interface Nudged {

  /**
   * @param repository its address as in platform.yaml
   * @param concerned which of its pull requests, as last seen, may be others now
   */
  void nudge(String repository, Predicate<PullRequest> concerned);
}
