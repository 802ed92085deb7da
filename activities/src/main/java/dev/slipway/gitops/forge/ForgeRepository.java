package dev.slipway.gitops.forge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One repository at a forge: what all forges of GitHub's kind do in the same way. */
public final class ForgeRepository {

  /** Begins the context of each status that Slipway sets. */
  public static final String OWN_CONTEXT = "slipway/";

  private static final int MOST_PAGES = 10;
  private static final int LONGEST_BODY = 60_000;
  private static final int LONGEST_TITLE = 250;
  private static final int LONGEST_DESCRIPTION = 140;

  private final ForgeHttp http;
  private final String name;

  /**
   * @param name {@code owner/name}
   */
  public ForgeRepository(ForgeHttp http, String name) {
    this.http = http;
    this.name = name;
  }

  public ForgeHttp http() {
    return http;
  }

  /** Whose repository it is. */
  public String owner() {
    return name.substring(0, name.indexOf('/'));
  }

  /** A path below the repository's own. */
  public String at(String path) {
    return "repos/" + name + "/" + path;
  }

  /** A branch's name as one part of a path, whatever slashes it has. */
  public static String segment(String branch) {
    return encoded(branch).replace("/", "%2F");
  }

  /** A branch's name as part of a path. */
  public static String encoded(String branch) {
    return Arrays.stream(branch.split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  public RemotePull pull(int number) {
    return RemotePull.of(
        http.required(http.get(at("pulls/" + number)), "show pull request " + number).body());
  }

  /**
   * Newest first; at most 500.
   *
   * @param state {@code open} or {@code all}
   */
  public List<RemotePull> pulls(String state) {
    return http.pages(at("pulls?state=" + state), MOST_PAGES).stream().map(RemotePull::of).toList();
  }

  /**
   * @return empty when the forge has one of this branch already
   */
  Optional<RemotePull> create(PullRequestOrder order) {
    Answer answer =
        http.send(
            "POST",
            at("pulls"),
            Map.of(
                "title", title(order),
                "body", body(order),
                "head", order.branch(),
                "base", order.base()));
    // Gitea says 409; GitHub says 422, as it does to much else.
    boolean there =
        answer.status() == 409
            || (answer.status() == 422
                && answer.message().toLowerCase(Locale.ROOT).contains("already exists"));
    return there
        ? Optional.empty()
        : Optional.of(
            RemotePull.of(
                http.required(answer, "open a pull request of " + order.branch()).body()));
  }

  /** Gives it the order's title and text, if it has others. */
  void describe(RemotePull pull, PullRequestOrder order) {
    if (pull.title().equals(title(order))
        && pull.body().replace("\r\n", "\n").strip().equals(body(order).strip())) {
      return;
    }
    http.required(
        http.send(
            "PATCH",
            at("pulls/" + pull.number()),
            Map.of("title", title(order), "body", body(order))),
        "describe pull request " + pull.number());
  }

  /** Asks people for a review: who cannot be asked (unknown there, or the author) is left out. */
  void askForReview(RemotePull pull, List<String> people) {
    for (String person : people) {
      if (!person.equals(pull.author())) {
        http.send(
            "POST",
            at("pulls/" + pull.number() + "/requested_reviewers"),
            Map.of("reviewers", List.of(person)));
      }
    }
  }

  List<JsonNode> reviews(int number) {
    return http.pages(at("pulls/" + number + "/reviews"), MOST_PAGES);
  }

  void close(int number) {
    http.required(
        http.send("PATCH", at("pulls/" + number), Map.of("state", "closed")),
        "close pull request " + number);
  }

  /** Comments, unless a comment with this mark is there already. */
  void comment(int number, String mark, String text) {
    String hidden = "<!-- " + mark + " -->";
    boolean there =
        http.pages(at("issues/" + number + "/comments"), MOST_PAGES).stream()
            .anyMatch(comment -> comment.path("body").asText("").contains(hidden));
    if (!there) {
      http.required(
          http.send(
              "POST",
              at("issues/" + number + "/comments"),
              Map.of("body", bounded(text, LONGEST_BODY) + "\n\n" + hidden)),
          "comment on pull request " + number);
    }
  }

  /** Sets a status, unless it is what the commit has. */
  void report(CommitStatus status) {
    String state = status.state().name().toLowerCase(Locale.ROOT);
    String description = bounded(status.description(), LONGEST_DESCRIPTION);
    for (JsonNode present : statuses(status.commit())) {
      // Gitea writes status where GitHub writes state.
      String now = present.path("state").asText(present.path("status").asText());
      if (present.path("context").asText().equals(status.context())) {
        if (now.equals(state) && present.path("description").asText().equals(description)) {
          return;
        }
        break;
      }
    }
    Map<String, String> fields = new HashMap<>();
    fields.put("state", state);
    fields.put("context", status.context());
    fields.put("description", description);
    if (!status.link().isEmpty()) {
      fields.put("target_url", status.link());
    }
    http.required(
        http.send("POST", at("statuses/" + status.commit()), fields),
        "set the status " + status.context() + " on " + status.commit());
  }

  /** The last status of each context of a commit. */
  public List<JsonNode> statuses(String commit) {
    JsonNode combined =
        http.required(
                http.get(at("commits/" + commit + "/status?limit=50&per_page=100")),
                "show the statuses of " + commit)
            .body();
    List<JsonNode> statuses = new ArrayList<>();
    combined.path("statuses").forEach(statuses::add);
    return statuses;
  }

  /** What the statuses of others say, by their context; Slipway's own do not count. */
  public Map<String, PullRequest.Checks> othersChecks(String commit) {
    Map<String, PullRequest.Checks> all = new TreeMap<>();
    for (JsonNode status : statuses(commit)) {
      String context = status.path("context").asText();
      if (!context.startsWith(OWN_CONTEXT)) {
        // The newest of a context comes first.
        all.putIfAbsent(
            context, checks(status.path("state").asText(status.path("status").asText())));
      }
    }
    return all;
  }

  private static PullRequest.Checks checks(String state) {
    return switch (state) {
      case "success", "skipped" -> PullRequest.Checks.PASSED;
      case "pending" -> PullRequest.Checks.PENDING;
      default -> PullRequest.Checks.FAILED;
    };
  }

  private static String title(PullRequestOrder order) {
    return bounded(order.title().replaceAll("\\s+", " ").strip(), LONGEST_TITLE);
  }

  private static String body(PullRequestOrder order) {
    return bounded(order.body(), LONGEST_BODY);
  }

  private static String bounded(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
  }
}
