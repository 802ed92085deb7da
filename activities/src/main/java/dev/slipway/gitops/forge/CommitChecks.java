package dev.slipway.gitops.forge;

import dev.slipway.gitops.PullRequest;
import java.util.Map;

/** What others' checks say of a commit; Slipway's own statuses are not among them. */
@FunctionalInterface
public interface CommitChecks {

  /**
   * By the check's name or the status's context.
   *
   * @param repository its address as in platform.yaml
   * @param commit full id
   */
  Map<String, PullRequest.Checks> checks(String repository, String commit);
}
