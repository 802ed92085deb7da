package dev.slipway.gitops;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * A status of ours on a commit.
 *
 * @param context what it is about, such as {@code slipway/production}
 * @param description one line, at most 140 characters
 * @param link where a person sees more, http(s); empty: nowhere
 */
public record CommitStatus(
    String repository,
    String commit,
    String context,
    State state,
    String description,
    String link) {

  /**
   * @param link null where an older worker did not write it
   */
  @JsonCreator
  public CommitStatus(
      String repository,
      String commit,
      String context,
      State state,
      String description,
      @Nullable String link) {
    this.repository = repository;
    this.commit = commit;
    this.context = context;
    this.state = state;
    this.description = description;
    this.link = link == null ? "" : link;
  }

  /** One without a link. */
  public CommitStatus(
      String repository, String commit, String context, State state, String description) {
    this(repository, commit, context, state, description, "");
  }

  /** As forges have it. */
  public enum State {
    PENDING,
    SUCCESS,
    FAILURE
  }
}
