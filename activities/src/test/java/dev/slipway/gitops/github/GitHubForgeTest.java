package dev.slipway.gitops.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestRef;
import dev.slipway.gitops.Review;
import dev.slipway.gitops.forge.HandClock;
import dev.slipway.gitops.forge.RemoteForge;
import dev.slipway.gitops.forge.StubForge;
import dev.slipway.platform.ForgeBinding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GitHub says, and what is made of it; the words are those of its documentation. */
class GitHubForgeTest {

  private static final String BRANCH = "slipway/shop/aaaaaaaaaaaa-1/production";
  private static final String PULL = "GET /repos/o/config/pulls/7";
  private static final String MERGE = "PUT /repos/o/config/pulls/7/merge";
  private static final String BRANCH_HEAD = "GET /repos/o/config/branches/" + BRANCH;

  @TempDir private Path folder;
  private StubForge forge;
  private RemoteForge github;
  private String repository;

  @BeforeEach
  void start() throws IOException {
    forge = StubForge.start();
    repository = forge.url() + "/o/config.git";
    HandClock clock = new HandClock();
    github =
        new RemoteForge(
            forge.site(),
            forge.http(folder, clock, GitHubDialect.HEADERS),
            new GitHubDialect(ForgeBinding.MergeMethod.SQUASH),
            clock,
            clock::turn);
    forge
        .says("GET /repos/o/config/pulls/7/reviews", 200, "[]")
        .says("GET /repos/o/config/commits/h1/status", 200, "{\"statuses\":[]}")
        .says("GET /repos/o/config/commits/h1/check-runs", 200, "{\"check_runs\":[]}")
        .says("POST /repos/o/config/statuses/h1", 201, "{}");
  }

  @AfterEach
  void stop() {
    forge.close();
  }

  private static String pull(String state, String mergeable) {
    return """
        {"number":7,"html_url":"https://github.com/o/config/pull/7","state":"%s",
         "user":{"login":"bot"},"title":"Release","body":"","mergeable":%s,"updated_at":"t1",
         "head":{"sha":"h1","ref":"%s"},"base":{"ref":"main"}}"""
        .formatted(state, mergeable, BRANCH);
  }

  private static String merged() {
    return """
        {"number":7,"state":"closed","merged":true,"merged_at":"2026-02-03T04:05:06Z",
         "merge_commit_sha":"m1","merged_by":{"login":"rev"},"user":{"login":"bot"},
         "head":{"sha":"h1","ref":"%s"},"base":{"ref":"main"}}"""
        .formatted(BRANCH);
  }

  private MergeResult merge() {
    return github.merge(
        new MergeOrder(
            new PullRequestRef(repository, 7, ""),
            "h1",
            "Release shop",
            Map.of("Slipway-Release", "shop/a-1")));
  }

  @Test
  void findsTheApiOfGitHubAndOfAnEnterprisesOwn() {
    assertThat(GitHubDialect.api("https://github.com"))
        .isEqualTo(URI.create("https://api.github.com"));
    assertThat(GitHubDialect.api("https://git.example.com"))
        .isEqualTo(URI.create("https://git.example.com/api/v3"));
  }

  @Test
  void opensOneWhenTheBranchHasNone() {
    forge
        .says(BRANCH_HEAD, 200, "{\"commit\":{\"sha\":\"h1\"}}")
        .says("GET /repos/o/config/pulls", 200, "[]")
        .says("POST /repos/o/config/pulls", 201, pull("open", "null"));

    PullRequest opened =
        github.open(new PullRequestOrder(repository, "main", BRANCH, "Release", ""));

    assertThat(opened.ref().link()).isEqualTo("https://github.com/o/config/pull/7");
    assertThat(forge.calls("GET /repos/o/config/pulls").getFirst().query())
        .contains("head=o%3Aslipway/shop/aaaaaaaaaaaa-1/production")
        .contains("base=main");
    assertThat(forge.calls().getFirst().headers())
        .containsEntry("X-github-api-version", "2022-11-28");
  }

  @Test
  void findsTheOneThatAnotherWorkerOpenedMeanwhile() {
    forge
        .says(BRANCH_HEAD, 200, "{\"commit\":{\"sha\":\"h1\"}}")
        .says("GET /repos/o/config/pulls", 200, "[]")
        .says("GET /repos/o/config/pulls", 200, "[" + pull("open", "null") + "]")
        .says(
            "POST /repos/o/config/pulls",
            422,
            "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":"
                + "\"A pull request already exists for o:slipway.\"}]}");

    assertThat(
            github
                .open(new PullRequestOrder(repository, "main", BRANCH, "Release", ""))
                .ref()
                .number())
        .isEqualTo(7);
  }

  @Test
  void mergesGuardedByTheHeadInTheWayThatThePlatformNames() {
    forge
        .says(PULL, 200, pull("open", "true"))
        .says(PULL, 200, pull("open", "true"))
        .says(PULL, 200, merged())
        .says(MERGE, 200, "{\"sha\":\"m1\",\"merged\":true}")
        .says(BRANCH_HEAD, 404, "{}");

    assertThat(merge()).isEqualTo(new MergeResult.Merged("m1"));
    assertThat(forge.calls(MERGE).getFirst().body())
        .contains("\"sha\":\"h1\"")
        .contains("\"merge_method\":\"squash\"")
        .contains("Slipway-Release: shop/a-1");
  }

  @Test
  void takesTheCommitFromTheAnswerWhileThePullRequestStillReadsOpen() {
    forge
        .says(PULL, 200, pull("open", "true"))
        .says(MERGE, 200, "{\"sha\":\"m1\",\"merged\":true}");

    assertThat(merge()).isEqualTo(new MergeResult.Merged("m1"));
  }

  @Test
  void saysWhatTheBranchsProtectionAsksFor() {
    forge
        .says(PULL, 200, pull("open", "true"))
        .says(MERGE, 405, "{\"message\":\"At least 1 approving review is required.\"}");

    assertThat(merge())
        .isEqualTo(new MergeResult.Refused("At least 1 approving review is required."));
  }

  @Test
  void callsItAConflictOnlyWhenGitHubHasFoundOut() {
    forge
        .says(PULL, 200, pull("open", "null"))
        .says(PULL, 200, pull("open", "null"))
        .says(PULL, 200, pull("open", "null"))
        .says(PULL, 200, pull("open", "false"))
        .says(MERGE, 405, "{\"message\":\"Pull Request is not mergeable\"}");

    assertThat(merge()).isInstanceOf(MergeResult.Conflicting.class);
  }

  @Test
  void triesAgainWhenTheBaseMovedUnderIt() {
    forge
        .says(PULL, 200, pull("open", "true"))
        .says(
            MERGE,
            405,
            "{\"message\":\"Base branch was modified. Review and try the merge again.\"}")
        .says(MERGE, 200, "{\"sha\":\"m1\",\"merged\":true}");

    assertThat(merge()).isEqualTo(new MergeResult.Merged("m1"));
    assertThat(forge.calls(MERGE)).hasSize(2);
  }

  @Test
  void saysWhoClosedIt() {
    forge
        .says(PULL, 200, pull("closed", "null"))
        .says("GET /repos/o/config/issues/7", 200, "{\"closed_by\":{\"login\":\"rev\"}}");

    assertThat(merge()).isEqualTo(new MergeResult.Closed("rev"));
  }

  @Test
  void seesTheCheckAfterTheFirstHundred() {
    String runs = "GET /repos/o/other/commits/h1/check-runs";
    String passed = "{\"status\":\"completed\",\"conclusion\":\"success\"}";
    String failed = "{\"status\":\"completed\",\"conclusion\":\"failure\"}";
    String all = "{\"total_count\":101,\"check_runs\":[%s]}";
    forge
        .says("GET /repos/o/other/pulls/7", 200, pull("open", "true"))
        .says("GET /repos/o/other/commits/h1/status", 200, "{\"statuses\":[]}")
        .says("GET /repos/o/other/pulls/7/reviews", 200, "[]")
        .says(runs, 200, all.formatted(String.join(",", Collections.nCopies(100, passed))))
        .says(runs, 200, all.formatted(failed));

    PullRequest read = github.read(new PullRequestRef(forge.url() + "/o/other.git", 7, ""));

    assertThat(read.checks()).isEqualTo(PullRequest.Checks.FAILED);
    assertThat(forge.calls(runs).getLast().query()).contains("page=2");
  }

  @Test
  void countsTheReviewsOfInsidersAndSeesTheirChecks() {
    forge
        .says("GET /repos/o/other/pulls/7", 200, pull("open", "true"))
        .says("GET /repos/o/other/commits/h1/status", 200, "{\"statuses\":[]}")
        .says(
            "GET /repos/o/other/commits/h1/check-runs",
            200,
            "{\"check_runs\":[{\"status\":\"completed\",\"conclusion\":\"success\"},"
                + "{\"status\":\"in_progress\",\"conclusion\":null}]}")
        .says(
            "GET /repos/o/other/pulls/7/reviews",
            200,
            "["
                + review("passerby", "APPROVED", "NONE")
                + ","
                + review("bot", "APPROVED", "OWNER")
                + ","
                + review("ada", "DISMISSED", "MEMBER")
                + ","
                + review("rev", "APPROVED", "COLLABORATOR")
                + "]");

    PullRequest read = github.read(new PullRequestRef(forge.url() + "/o/other.git", 7, ""));

    Instant at = Instant.parse("2026-02-03T04:05:06Z");
    assertThat(read.reviews())
        .containsExactly(
            new Review("ada", false, "h1", at, ""), new Review("rev", true, "h1", at, ""));
    assertThat(read.checks()).isEqualTo(PullRequest.Checks.PENDING);
  }

  private static String review(String by, String state, String association) {
    return """
        {"user":{"login":"%s"},"state":"%s","author_association":"%s","commit_id":"h1","body":"",
         "submitted_at":"2026-02-03T04:05:06Z"}"""
        .formatted(by, state, association);
  }
}
