package dev.slipway.gitops.forge;

import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.temporal.FailureType;
import java.time.Duration;
import java.util.Optional;

/**
 * Merges one pull request. It looks first and after each attempt, so that a merge whose answer was
 * lost is found, and tells a conflict from a forge that is still finding out.
 */
final class PullMerge {

  private static final int ATTEMPTS = 20;

  /** So many looks in a row, a pause apart, have to say that it does not merge. */
  private static final int CONFLICTING_LOOKS = 12;

  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final ForgeRepository repository;
  private final ForgeDialect dialect;
  private final MergeOrder order;
  private final Pause pause;
  private boolean announced;
  private int conflicting;

  PullMerge(ForgeRepository repository, ForgeDialect dialect, MergeOrder order, Pause pause) {
    this.repository = repository;
    this.dialect = dialect;
    this.order = order;
    this.pause = pause;
  }

  /**
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when the forge does not come to an
   *     end: tried again
   */
  MergeResult run() {
    Optional<MergeResult> result = look();
    for (int attempt = 0; result.isEmpty() && attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        pause.take(BETWEEN);
      }
      result = attempt();
    }
    return result.orElseThrow(
        () ->
            FailureType.UNREACHABLE.retryable(
                "the forge has not found out yet whether pull request "
                    + order.ref().number()
                    + " can be merged: it is asked again"));
  }

  private Optional<MergeResult> attempt() {
    RemotePull pull = repository.pull(order.ref().number());
    Optional<MergeResult> ended = ended(pull);
    if (ended.isPresent()) {
      return ended;
    }
    announce(CommitStatus.State.SUCCESS, "has the slot and is merged");
    return switch (dialect.merge(repository, pull, order)) {
      case MergeAttempt.Accepted accepted -> afterMerge(accepted);
      case MergeAttempt.NotMergeable not -> conflict(not.reason());
      case MergeAttempt.LookAgain again -> look();
      case MergeAttempt.Refused refused -> {
        announce(CommitStatus.State.PENDING, "the forge refused the merge");
        yield Optional.of(new MergeResult.Refused(refused.reason()));
      }
    };
  }

  private Optional<MergeResult> look() {
    return ended(repository.pull(order.ref().number()));
  }

  private Optional<MergeResult> ended(RemotePull pull) {
    return switch (pull.state()) {
      case MERGED -> {
        Branches.deleteEnded(repository, dialect, pull);
        yield pull.mergeCommit().map(MergeResult.Merged::new);
      }
      case CLOSED ->
          Optional.of(
              new MergeResult.Closed(
                  dialect.closedBy(repository, pull.number()).orElse("somebody")));
      case OPEN ->
          pull.head().equals(order.expectedHead())
              ? Optional.empty()
              : Optional.of(new MergeResult.HeadMoved(pull.head()));
    };
  }

  private Optional<MergeResult> afterMerge(MergeAttempt.Accepted accepted) {
    Optional<MergeResult> seen = look();
    return seen.filter(MergeResult.Merged.class::isInstance)
        .or(() -> accepted.commit().map(MergeResult.Merged::new));
  }

  private Optional<MergeResult> conflict(String reason) {
    RemotePull now = repository.pull(order.ref().number());
    Optional<MergeResult> ended = ended(now);
    if (ended.isPresent()) {
      return ended;
    }
    // A forge that is still finding out says nothing (GitHub) or "no" for a moment (Gitea).
    conflicting = now.mergeable().equals(Optional.of(false)) ? conflicting + 1 : 0;
    if (conflicting < CONFLICTING_LOOKS) {
      return Optional.empty();
    }
    announce(CommitStatus.State.PENDING, "does not merge cleanly");
    return Optional.of(
        new MergeResult.Conflicting(
            "it does not merge cleanly into '" + now.base() + "' (" + reason + ")"));
  }

  private void announce(CommitStatus.State state, String description) {
    boolean done = state == CommitStatus.State.SUCCESS && announced;
    if (!order.status().isEmpty() && !done) {
      repository.report(
          new CommitStatus(
              order.ref().repository(),
              order.expectedHead(),
              order.status(),
              state,
              description,
              order.ref().link()));
      announced = state == CommitStatus.State.SUCCESS;
    }
  }
}
