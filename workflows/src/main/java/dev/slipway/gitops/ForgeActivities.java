package dev.slipway.gitops;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Pull requests and statuses of a forge. Every method converges. */
@ActivityInterface(namePrefix = "Forge")
public interface ForgeActivities {

  /**
   * Finds the open (or merged) pull request of the branch, or opens it; sets its title and body.
   */
  @ActivityMethod
  PullRequest open(PullRequestOrder order);

  /**
   * Returns as soon as the pull request differs from what was seen; until then fails with NOT_YET,
   * which the policy retries at a fixed interval without a trace in the history.
   */
  @ActivityMethod
  PullRequest awaitChange(PullRequestWatch watch);

  /** Merges it, guarded by its head; finds it merged when called again. */
  @ActivityMethod
  MergeResult merge(MergeOrder order);

  /**
   * Closes it with a comment and deletes its branch; nothing happens when it is closed or merged
   * already.
   */
  @ActivityMethod
  void close(CloseOrder order);

  /** Comments on a pull request, whatever its state; finds its comment when called again. */
  @ActivityMethod
  void comment(CommentOrder order);

  /** Sets a status on a commit; the last one of a context counts. */
  @ActivityMethod
  void report(CommitStatus status);
}
