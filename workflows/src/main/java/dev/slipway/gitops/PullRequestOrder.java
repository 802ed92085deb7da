package dev.slipway.gitops;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param repository the config repository
 * @param base the production branch
 * @param branch the proposal's branch: the idempotency key, as a forge holds one open pull request
 *     per branch
 * @param body Markdown
 * @param status context of the commit status that is set to pending on the branch's head, so that a
 *     forge that requires it does not merge early; empty: none
 * @param reviewers people who are asked for a review, as the forge knows them; who cannot be asked
 *     is left out
 * @param labels by which people find such pull requests; a forge that has no labels leaves them out
 */
public record PullRequestOrder(
    String repository,
    String base,
    String branch,
    String title,
    String body,
    String status,
    List<String> reviewers,
    List<String> labels) {

  /**
   * @param status null, and
   * @param reviewers null, and
   * @param labels null, where an older worker did not write it
   */
  @JsonCreator
  public PullRequestOrder(
      String repository,
      String base,
      String branch,
      String title,
      String body,
      @Nullable String status,
      @Nullable List<String> reviewers,
      @Nullable List<String> labels) {
    this.repository = repository;
    this.base = base;
    this.branch = branch;
    this.title = title;
    this.body = body;
    this.status = status == null ? "" : status;
    this.reviewers = reviewers == null ? List.of() : List.copyOf(reviewers);
    this.labels = labels == null ? List.of() : List.copyOf(labels);
  }

  /** One without labels. */
  public PullRequestOrder(
      String repository,
      String base,
      String branch,
      String title,
      String body,
      String status,
      List<String> reviewers) {
    this(repository, base, branch, title, body, status, reviewers, List.of());
  }

  /** One that nobody is asked to review. */
  public PullRequestOrder(
      String repository, String base, String branch, String title, String body, String status) {
    this(repository, base, branch, title, body, status, List.of());
  }

  /** One that nobody is asked to wait with. */
  public PullRequestOrder(
      String repository, String base, String branch, String title, String body) {
    this(repository, base, branch, title, body, "");
  }
}
