package dev.slipway.gitops.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.Review;
import dev.slipway.gitops.forge.Answer;
import dev.slipway.gitops.forge.ForgeDialect;
import dev.slipway.gitops.forge.ForgeRepository;
import dev.slipway.gitops.forge.MergeAttempt;
import dev.slipway.gitops.forge.MergeMessage;
import dev.slipway.gitops.forge.RemotePull;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.temporal.FailureType;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** GitHub's REST API, version 2022-11-28. */
public final class GitHubDialect implements ForgeDialect {

  /** Sent with every request. */
  public static final Map<String, String> HEADERS =
      Map.of(
          "Accept",
          "application/vnd.github+json, application/json",
          "X-GitHub-Api-Version",
          "2022-11-28");

  /** Who belongs to the repository: the reviews of passers-by do not count. */
  private static final Set<String> INSIDERS = Set.of("OWNER", "MEMBER", "COLLABORATOR");

  private static final int MOST_PAGES = 20;

  private static final Set<String> GOOD = Set.of("success", "neutral", "skipped");

  private final String method;

  /**
   * @param method how it merges
   */
  public GitHubDialect(ForgeBinding.MergeMethod method) {
    this.method = method.name().toLowerCase(Locale.ROOT);
  }

  /** Where the API of a GitHub is: github.com has a host of its own for it. */
  public static URI api(String url) {
    return URI.create(
        url.equals("https://github.com") ? "https://api.github.com" : url + "/api/v3");
  }

  @Override
  public List<RemotePull> ofBranch(ForgeRepository repository, String base, String branch) {
    String owner = repository.owner();
    return repository
        .http()
        .pages(
            repository.at(
                "pulls?state=all&head="
                    + ForgeRepository.encoded(owner + ":" + branch)
                    + "&base="
                    + ForgeRepository.encoded(base)),
            1)
        .stream()
        .map(RemotePull::of)
        .toList();
  }

  @Override
  public MergeAttempt merge(ForgeRepository repository, RemotePull pull, MergeOrder order) {
    MergeMessage message = MergeMessage.of(order);
    Answer answer =
        repository
            .http()
            .send(
                "PUT",
                repository.at("pulls/" + pull.number() + "/merge"),
                Map.of(
                    "merge_method", method,
                    "commit_title", message.title(),
                    "commit_message", message.trailers(),
                    "sha", order.expectedHead()));
    String said = answer.message();
    return switch (answer.status()) {
      case 200 ->
          new MergeAttempt.Accepted(
              Optional.of(answer.body().path("sha").asText("")).filter(sha -> !sha.isEmpty()));
      case 405 -> notAllowed(said);
      case 409 -> new MergeAttempt.LookAgain(said);
      case 422 -> new MergeAttempt.Refused(said);
      default -> {
        repository.http().required(answer, "merge pull request " + pull.number());
        throw new IllegalStateException("an answer of " + answer.status() + " is no merge");
      }
    };
  }

  private static MergeAttempt notAllowed(String said) {
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("not mergeable")) {
      return new MergeAttempt.NotMergeable("GitHub reports a conflict");
    }
    if (words.contains("was modified")) {
      return new MergeAttempt.LookAgain(said);
    }
    return new MergeAttempt.Refused(said);
  }

  @Override
  public Optional<Review> review(JsonNode review, RemotePull pull) {
    String author = review.path("user").path("login").asText("");
    String state = review.path("state").asText();
    boolean counts =
        Set.of("APPROVED", "CHANGES_REQUESTED", "DISMISSED").contains(state)
            && INSIDERS.contains(review.path("author_association").asText())
            && !author.isEmpty()
            && !author.equals(pull.author());
    if (!counts) {
      return Optional.empty();
    }
    String at = review.path("submitted_at").asText("");
    String body = review.path("body").asText("");
    return Optional.of(
        new Review(
            author,
            state.equals("APPROVED"),
            review.path("commit_id").asText(""),
            at.isEmpty() ? Instant.EPOCH : Instant.parse(at),
            body.length() > 500 ? body.substring(0, 500) + "…" : body));
  }

  /** Labels that are not there yet are made by it. */
  @Override
  public void label(ForgeRepository repository, RemotePull pull, List<String> labels) {
    repository
        .http()
        .send(
            "POST", repository.at("issues/" + pull.number() + "/labels"), Map.of("labels", labels));
  }

  @Override
  public Optional<String> closedBy(ForgeRepository repository, int number) {
    JsonNode issue =
        repository
            .http()
            .required(
                repository.http().get(repository.at("issues/" + number)), "show who closed it")
            .body();
    return Optional.of(issue.path("closed_by").path("login").asText(""))
        .filter(login -> !login.isEmpty());
  }

  @Override
  public Optional<String> branchHead(ForgeRepository repository, String branch) {
    Answer answer =
        repository.http().get(repository.at("branches/" + ForgeRepository.segment(branch)));
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(
            repository
                .http()
                .required(answer, "show the branch " + branch)
                .body()
                .path("commit")
                .path("sha")
                .asText());
  }

  @Override
  public void deleteBranch(ForgeRepository repository, String branch) {
    Answer answer =
        repository
            .http()
            .delete(repository.at("git/refs/" + ForgeRepository.segment("heads/" + branch)));
    // 422 says that there is no such reference any more.
    if (answer.status() != 404 && answer.status() != 422) {
      repository.http().required(answer, "delete the branch " + branch);
    }
  }

  /** Statuses and check runs: GitHub keeps them apart. */
  @Override
  public Map<String, PullRequest.Checks> checks(ForgeRepository repository, String commit) {
    Map<String, PullRequest.Checks> all = new TreeMap<>(repository.othersChecks(commit));
    for (JsonNode run : runs(repository, commit)) {
      // One name may have several runs: the worst of them counts.
      all.merge(run.path("name").asText(), check(run), PullRequest.Checks::and);
    }
    return all;
  }

  /** A build of many variants has hundreds of them. */
  private static List<JsonNode> runs(ForgeRepository repository, String commit) {
    String first = "commits/" + commit + "/check-runs?per_page=100";
    List<JsonNode> runs = new ArrayList<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      JsonNode body =
          repository
              .http()
              .required(
                  repository.http().get(repository.at(page == 1 ? first : first + "&page=" + page)),
                  "show the checks of " + commit)
              .body();
      body.path("check_runs").forEach(runs::add);
      if (body.path("check_runs").isEmpty() || runs.size() >= body.path("total_count").asInt()) {
        return runs;
      }
    }
    throw FailureType.LIMIT_EXCEEDED.retryable(
        "commit " + commit + " has more than " + MOST_PAGES * 100 + " checks");
  }

  private static PullRequest.Checks check(JsonNode run) {
    if (!run.path("status").asText().equals("completed")) {
      return PullRequest.Checks.PENDING;
    }
    return GOOD.contains(run.path("conclusion").asText())
        ? PullRequest.Checks.PASSED
        : PullRequest.Checks.FAILED;
  }
}
