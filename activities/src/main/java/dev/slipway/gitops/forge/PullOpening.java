package dev.slipway.gitops.forge;

import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.temporal.FailureType;
import java.util.Optional;

/** Finds the pull request of a branch, or opens it: one branch has at most one open. */
final class PullOpening {

  private final ForgeRepository repository;
  private final ForgeDialect dialect;
  private final PullRequestOrder order;

  PullOpening(ForgeRepository repository, ForgeDialect dialect, PullRequestOrder order) {
    this.repository = repository;
    this.dialect = dialect;
    this.order = order;
  }

  RemotePull run() {
    Optional<String> branch = dialect.branchHead(repository, order.branch());
    Optional<RemotePull> found = find(branch);
    if (found.isPresent()) {
      return settled(found.get());
    }
    if (branch.isEmpty()) {
      throw FailureType.NOT_FOUND.retryable(
          "there is no branch '" + order.branch() + "': push it again");
    }
    return settled(
        repository
            .create(order)
            .or(() -> find(branch))
            .orElseThrow(
                () ->
                    FailureType.UNREACHABLE.retryable(
                        "the forge has a pull request of '"
                            + order.branch()
                            + "' but does not show it yet: it is asked again")));
  }

  private Optional<RemotePull> find(Optional<String> branch) {
    return dialect.ofBranch(repository, order.base(), order.branch()).stream()
        .filter(pull -> isAboutSameHead(pull, branch))
        .findFirst();
  }

  /**
   * A merged one is found again by its head. A closed one only when its branch is gone: whoever
   * pushed the branch again wants another decision.
   */
  private static boolean isAboutSameHead(RemotePull pull, Optional<String> branch) {
    return switch (pull.state()) {
      case OPEN -> true;
      case MERGED -> branch.isEmpty() || branch.get().equals(pull.head());
      case CLOSED -> branch.isEmpty();
    };
  }

  private RemotePull settled(RemotePull pull) {
    if (pull.isOpen()) {
      repository.describe(pull, order);
      if (order.labels().isEmpty() || !pull.labels().containsAll(order.labels())) {
        // The labels come last: without them, nobody may have been asked yet.
        repository.askForReview(pull, order.reviewers());
        dialect.label(repository, pull, order.labels());
      }
      if (!order.status().isEmpty()) {
        repository.report(
            new CommitStatus(
                order.repository(),
                pull.head(),
                order.status(),
                CommitStatus.State.PENDING,
                "waits for its turn: Slipway merges it",
                pull.link()));
      }
      return pull;
    }
    // A list does not say all of one that has ended.
    return repository.pull(pull.number());
  }
}
