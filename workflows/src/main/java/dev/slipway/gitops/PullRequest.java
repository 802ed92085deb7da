package dev.slipway.gitops;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pull request as the forge has it now.
 *
 * @param head the branch's commit
 * @param mergeCommit present when merged
 * @param endedBy who merged or closed it, where the forge tells
 * @param reviews those that count, in the order in which they were given
 * @param checks what the checks of others say of its head, all in all
 */
public record PullRequest(
    PullRequestRef ref,
    State state,
    String head,
    Optional<String> mergeCommit,
    Optional<String> endedBy,
    List<Review> reviews,
    Checks checks) {

  /**
   * @param checks null where an older worker did not write it
   */
  @JsonCreator
  public PullRequest(
      PullRequestRef ref,
      State state,
      String head,
      Optional<String> mergeCommit,
      Optional<String> endedBy,
      List<Review> reviews,
      @Nullable Checks checks) {
    this.ref = ref;
    this.state = state;
    this.head = head;
    this.mergeCommit = mergeCommit;
    this.endedBy = endedBy;
    this.reviews = List.copyOf(reviews);
    this.checks = checks == null ? Checks.NONE : checks;
  }

  /** One that nobody else checks. */
  public PullRequest(
      PullRequestRef ref,
      State state,
      String head,
      Optional<String> mergeCommit,
      Optional<String> endedBy,
      List<Review> reviews) {
    this(ref, state, head, mergeCommit, endedBy, reviews, Checks.NONE);
  }

  /** The forge's state of a pull request. */
  public enum State {
    OPEN,
    MERGED,
    CLOSED
  }

  /** What checks say, from the best to the worst. */
  public enum Checks {
    NONE,
    PASSED,
    PENDING,
    FAILED;

    /** Both: the worse of them. */
    public Checks and(Checks other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }
}
