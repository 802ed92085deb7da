package dev.slipway.gitops.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gitops.PullRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pull request as forges of GitHub's kind write it.
 *
 * @param link where a person sees it
 * @param head the branch's commit
 * @param branch the proposal's branch
 * @param base the branch it goes to
 * @param author who opened it
 * @param mergeCommit present when merged
 * @param mergedBy who merged it, where the forge tells
 * @param mergeable whether it merges cleanly; empty while the forge does not say
 * @param labels names of those that it has
 * @param updated when anything about it changed last, in the forge's own form
 */
public record RemotePull(
    int number,
    String link,
    PullRequest.State state,
    String head,
    String branch,
    String base,
    String author,
    String title,
    String body,
    Optional<String> mergeCommit,
    Optional<String> mergedBy,
    Optional<Boolean> mergeable,
    List<String> labels,
    String updated) {

  public RemotePull {
    labels = List.copyOf(labels);
  }

  /** From the forge's JSON. */
  public static RemotePull of(JsonNode node) {
    boolean merged =
        node.path("merged").asBoolean(false)
            || (node.hasNonNull("merged_at") && !node.path("merged_at").asText().isEmpty());
    PullRequest.State ended = merged ? PullRequest.State.MERGED : PullRequest.State.CLOSED;
    JsonNode mergeable = node.path("mergeable");
    return new RemotePull(
        node.path("number").asInt(),
        node.path("html_url").asText(""),
        node.path("state").asText().equals("open") ? PullRequest.State.OPEN : ended,
        node.path("head").path("sha").asText(""),
        branch(node.path("head")),
        node.path("base").path("ref").asText(""),
        node.path("user").path("login").asText(""),
        node.path("title").asText(""),
        node.path("body").asText(""),
        merged ? present(node.path("merge_commit_sha").asText(null)) : Optional.empty(),
        present(node.path("merged_by").path("login").asText(null)),
        mergeable.isBoolean() ? Optional.of(mergeable.asBoolean()) : Optional.empty(),
        names(node.path("labels")),
        node.path("updated_at").asText(""));
  }

  /** Where the branch is gone, Gitea names a ref of its own and the branch in the label alone. */
  private static String branch(JsonNode head) {
    String ref = head.path("ref").asText("");
    return ref.startsWith("refs/pull/") ? head.path("label").asText(ref) : ref;
  }

  boolean isOpen() {
    return state == PullRequest.State.OPEN;
  }

  private static List<String> names(JsonNode labels) {
    List<String> names = new ArrayList<>();
    labels.forEach(label -> names.add(label.path("name").asText("")));
    return names;
  }

  private static Optional<String> present(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }
}
