package dev.slipway.gitops;

import java.util.Map;

/**
 * @param expectedHead the merge is refused when the branch's head is another one
 * @param message first line of the merge commit
 * @param trailers such as {@code Slipway-Release}; who caused a commit is read from them
 */
public record MergeOrder(
    PullRequestRef ref, String expectedHead, String message, Map<String, String> trailers) {

  public MergeOrder {
    trailers = Map.copyOf(trailers);
  }
}
