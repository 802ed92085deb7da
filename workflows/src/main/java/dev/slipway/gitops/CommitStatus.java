package dev.slipway.gitops;

/**
 * A status of ours on a commit.
 *
 * @param context what it is about, such as {@code slipway/production}
 * @param description one line, at most 140 characters
 */
public record CommitStatus(
    String repository, String commit, String context, State state, String description) {

  /** As forges have it. */
  public enum State {
    PENDING,
    SUCCESS,
    FAILURE
  }
}
