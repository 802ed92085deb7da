package dev.slipway.gitops;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;

/**
 * @param expectedHead the merge is refused when the branch's head is another one
 * @param message first line of the merge commit
 * @param status context of the commit status that is set to success first; empty: none
 * @param trailers such as {@code Slipway-Release}; who caused a commit is read from them
 */
public record MergeOrder(
    PullRequestRef ref,
    String expectedHead,
    String message,
    Map<String, String> trailers,
    String status) {

  public MergeOrder(
      PullRequestRef ref, String expectedHead, String message, Map<String, String> trailers) {
    this(ref, expectedHead, message, trailers, "");
  }

  @JsonCreator
  public MergeOrder {
    status = status == null ? "" : status;
    trailers = Map.copyOf(trailers);
  }
}
