package dev.slipway.gitops.forge;

import java.util.Optional;

/** What a forge says to the order to merge. */
public sealed interface MergeAttempt {

  /**
   * It is merged.
   *
   * @param commit where the forge names it in its answer
   */
  record Accepted(Optional<String> commit) implements MergeAttempt {}

  /**
   * It does not merge now: in conflict with its base, or the forge is still finding out. Which of
   * them, only its word over time tells.
   */
  record NotMergeable(String reason) implements MergeAttempt {}

  /** The forge's rules refuse it (branch protection, a missing review or check). */
  record Refused(String reason) implements MergeAttempt {}

  /** Something moved under it (its head, its base, its end): look again, then try again. */
  record LookAgain(String reason) implements MergeAttempt {}
}
