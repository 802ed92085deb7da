package dev.slipway.gitops;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a merge ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MergeResult.Merged.class, name = "merged"),
  @JsonSubTypes.Type(value = MergeResult.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = MergeResult.Conflicting.class, name = "conflicting"),
  @JsonSubTypes.Type(value = MergeResult.HeadMoved.class, name = "head-moved"),
  @JsonSubTypes.Type(value = MergeResult.Closed.class, name = "closed")
})
public sealed interface MergeResult {

  /** Merged now or before: the same order again gives the same commit. */
  record Merged(String commit) implements MergeResult {}

  /** The forge's rules refuse it (branch protection, a missing review or check). */
  record Refused(String reason) implements MergeResult {}

  /** It does not merge cleanly into the production branch. */
  record Conflicting(String reason) implements MergeResult {}

  /** The branch has another head than the one that was decided on. */
  record HeadMoved(String head) implements MergeResult {}

  /** A person closed it without merging. */
  record Closed(String by) implements MergeResult {}
}
