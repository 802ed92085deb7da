package dev.slipway.gitops;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * @param repository the config repository
 * @param base the production branch
 * @param branch the proposal's branch: the idempotency key, as a forge holds one open pull request
 *     per branch
 * @param body Markdown
 * @param status context of the commit status that is set to pending on the branch's head, so that a
 *     forge that requires it does not merge early; empty: none
 */
public record PullRequestOrder(
    String repository, String base, String branch, String title, String body, String status) {

  @JsonCreator
  public PullRequestOrder {
    status = status == null ? "" : status;
  }

  /** One that nobody is asked to wait with. */
  public PullRequestOrder(
      String repository, String base, String branch, String title, String body) {
    this(repository, base, branch, title, body, "");
  }
}
