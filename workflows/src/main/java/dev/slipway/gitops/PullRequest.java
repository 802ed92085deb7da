package dev.slipway.gitops;

import java.util.List;
import java.util.Optional;

/**
 * A pull request as the forge has it now.
 *
 * @param head the branch's commit
 * @param mergeCommit present when merged
 * @param endedBy who merged or closed it, where the forge tells
 */
public record PullRequest(
    PullRequestRef ref,
    State state,
    String head,
    Optional<String> mergeCommit,
    Optional<String> endedBy,
    List<Review> reviews) {

  public PullRequest {
    reviews = List.copyOf(reviews);
  }

  /** The forge's state of a pull request. */
  public enum State {
    OPEN,
    MERGED,
    CLOSED
  }
}
