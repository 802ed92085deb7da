package dev.slipway.gitops.local;

import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestRef;
import dev.slipway.gitops.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pull request as it is written down in {@code refs/slipway/pulls/<number>/meta}.
 *
 * @param head the branch's commit when it was last looked at; it stays when the branch goes
 * @param comment the last one, or why it ended, in the words of who ended it
 */
record PullRecord(
    int number,
    String base,
    String branch,
    String title,
    String body,
    PullRequest.State state,
    String head,
    Optional<String> mergeCommit,
    Optional<String> endedBy,
    String comment,
    List<Review> reviews) {

  PullRecord {
    reviews = List.copyOf(reviews);
  }

  boolean isOpen() {
    return state == PullRequest.State.OPEN;
  }

  PullRecord withText(String newTitle, String newBody, String newHead) {
    return new PullRecord(
        number,
        base,
        branch,
        newTitle,
        newBody,
        state,
        newHead,
        mergeCommit,
        endedBy,
        comment,
        reviews);
  }

  PullRecord reviewed(Review review) {
    List<Review> all = new ArrayList<>(reviews);
    all.add(review);
    return new PullRecord(
        number, base, branch, title, body, state, head, mergeCommit, endedBy, comment, all);
  }

  PullRecord merged(String mergedHead, String commit, Optional<String> by) {
    return new PullRecord(
        number,
        base,
        branch,
        title,
        body,
        PullRequest.State.MERGED,
        mergedHead,
        Optional.of(commit),
        by,
        comment,
        reviews);
  }

  PullRecord commented(String text) {
    return new PullRecord(
        number, base, branch, title, body, state, head, mergeCommit, endedBy, text, reviews);
  }

  PullRecord closed(Optional<String> by, String why) {
    return new PullRecord(
        number,
        base,
        branch,
        title,
        body,
        PullRequest.State.CLOSED,
        head,
        Optional.empty(),
        by,
        why,
        reviews);
  }

  /** As the forge's clients see it. */
  PullRequest seen(String repository) {
    return new PullRequest(
        new PullRequestRef(repository, number, PullStore.metaRef(number)),
        state,
        head,
        mergeCommit,
        endedBy,
        reviews);
  }
}
