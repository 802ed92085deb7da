package dev.slipway.gitops.gitea;

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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gitea's REST API, version 1, as of Gitea 1.26. */
public final class GiteaDialect implements ForgeDialect {

  private static final int MOST_PAGES = 10;
  private static final String COLOUR = "#2f7d95";

  private final String style;

  /**
   * @param method how it merges
   */
  public GiteaDialect(ForgeBinding.MergeMethod method) {
    style = method.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Gitea names one pull request of two branches, the oldest it ever had: mostly the only one, else
   * all are looked through.
   */
  @Override
  public List<RemotePull> ofBranch(ForgeRepository repository, String base, String branch) {
    // The route takes the base as one part, and whatever comes after as the branch.
    Answer one =
        repository
            .http()
            .get(
                repository.at(
                    "pulls/"
                        + ForgeRepository.segment(base)
                        + "/"
                        + ForgeRepository.encoded(branch)));
    if (one.status() == 404) {
      return List.of();
    }
    RemotePull first =
        RemotePull.of(repository.http().required(one, "show the pull request of " + branch).body());
    if (first.state() == PullRequest.State.OPEN) {
      return List.of(first);
    }
    return repository.pulls("all").stream()
        .filter(pull -> pull.branch().equals(branch) && pull.base().equals(base))
        .toList();
  }

  @Override
  public MergeAttempt merge(ForgeRepository repository, RemotePull pull, MergeOrder order) {
    MergeMessage message = MergeMessage.of(order);
    Answer answer =
        repository
            .http()
            .send(
                "POST",
                repository.at("pulls/" + pull.number() + "/merge"),
                Map.of(
                    "Do", style,
                    "MergeTitleField", message.title(),
                    "MergeMessageField", message.trailers(),
                    "head_commit_id", order.expectedHead()));
    String said = answer.message();
    return switch (answer.status()) {
      case 200 -> new MergeAttempt.Accepted(Optional.empty());
      // Gone, closed or merged by somebody else meanwhile.
      case 404 -> new MergeAttempt.LookAgain(said);
      case 405 -> notAllowed(said);
      case 409 -> outOfDate(said);
      case 423 -> new MergeAttempt.Refused("the repository is archived");
      default -> {
        repository.http().required(answer, "merge pull request " + pull.number());
        throw new IllegalStateException("an answer of " + answer.status() + " is no merge");
      }
    };
  }

  /** One status for three things: only the words tell them apart. */
  private static MergeAttempt notAllowed(String said) {
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("try again later")) {
      return new MergeAttempt.NotMergeable("Gitea reports a conflict");
    }
    if (words.contains("already merged")) {
      return new MergeAttempt.LookAgain(said);
    }
    return new MergeAttempt.Refused(said.replaceFirst("^not ready to merge: ", ""));
  }

  private static MergeAttempt outOfDate(String said) {
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("out of date")) {
      return new MergeAttempt.LookAgain(said);
    }
    if (words.contains("pushrejected")) {
      return new MergeAttempt.Refused(said);
    }
    return new MergeAttempt.NotMergeable("Gitea tried, and found a conflict");
  }

  /**
   * Gitea marks reviews of people with the right to write, or named by the branch's protection, as
   * official: others do not count. A dismissed approval counts against the one it was.
   */
  @Override
  public Optional<Review> review(JsonNode review, RemotePull pull) {
    String author = review.path("user").path("login").asText("");
    String state = review.path("state").asText();
    boolean approved = state.equals("APPROVED");
    boolean counts =
        (approved || state.equals("REQUEST_CHANGES"))
            && review.path("official").asBoolean(false)
            && !author.isEmpty()
            && !author.equals(pull.author());
    if (!counts) {
      return Optional.empty();
    }
    boolean stands =
        !review.path("dismissed").asBoolean(false) && !review.path("stale").asBoolean(false);
    return Optional.of(
        new Review(
            author,
            approved && stands,
            review.path("commit_id").asText(""),
            instant(review.path("submitted_at").asText("")),
            shortened(review.path("body").asText(""))));
  }

  /** Gitea knows only labels that were made before. */
  @Override
  public void label(ForgeRepository repository, RemotePull pull, List<String> labels) {
    List<String> known =
        repository.http().pages(repository.at("labels"), MOST_PAGES).stream()
            .map(label -> label.path("name").asText(""))
            .toList();
    for (String label : labels) {
      if (!known.contains(label)) {
        repository
            .http()
            .send(
                "POST",
                repository.at("labels"),
                Map.of("name", label, "color", COLOUR, "description", "made by Slipway"));
      }
    }
    repository
        .http()
        .send(
            "POST", repository.at("issues/" + pull.number() + "/labels"), Map.of("labels", labels));
  }

  @Override
  public Optional<String> closedBy(ForgeRepository repository, int number) {
    List<JsonNode> story =
        repository.http().pages(repository.at("issues/" + number + "/timeline"), MOST_PAGES);
    return story.reversed().stream()
        .filter(event -> event.path("type").asText().equals("close"))
        .map(event -> event.path("user").path("login").asText(""))
        .filter(login -> !login.isEmpty())
        .findFirst();
  }

  /**
   * Asked of Git: Gitea's own list of branches lacks those that were pushed just before it was
   * killed.
   */
  @Override
  public Optional<String> branchHead(ForgeRepository repository, String branch) {
    Answer answer =
        repository.http().get(repository.at("git/refs/heads/" + ForgeRepository.encoded(branch)));
    if (answer.status() == 404) {
      return Optional.empty();
    }
    // All refs that begin so are shown.
    for (JsonNode ref : repository.http().required(answer, "show the branch " + branch).body()) {
      if (ref.path("ref").asText().equals("refs/heads/" + branch)) {
        return Optional.of(ref.path("object").path("sha").asText());
      }
    }
    return Optional.empty();
  }

  @Override
  public void deleteBranch(ForgeRepository repository, String branch) {
    Answer answer =
        repository.http().delete(repository.at("branches/" + ForgeRepository.encoded(branch)));
    if (answer.status() != 404) {
      repository.http().required(answer, "delete the branch " + branch);
    }
  }

  @Override
  public Map<String, PullRequest.Checks> checks(ForgeRepository repository, String commit) {
    return repository.othersChecks(commit);
  }

  private static Instant instant(String text) {
    return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
  }

  private static String shortened(String text) {
    return text.length() > 500 ? text.substring(0, 500) + "…" : text;
  }
}
