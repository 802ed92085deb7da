package dev.slipway.gitops.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestRef;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.gitops.Review;
import dev.slipway.gitops.forge.HandClock;
import dev.slipway.gitops.forge.RemoteForge;
import dev.slipway.gitops.forge.StubForge;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Gitea says, and what is made of it; the words are those of Gitea 1.26. */
class GiteaForgeTest {

  private static final String BRANCH = "slipway/shop/aaaaaaaaaaaa-1/production";
  private static final String PULL = "GET /repos/o/config/pulls/7";
  private static final String MERGE = "POST /repos/o/config/pulls/7/merge";
  private static final String BY_BRANCH = "GET /repos/o/config/pulls/main/" + BRANCH;
  private static final String BRANCH_HEAD = "GET /repos/o/config/git/refs/heads/" + BRANCH;
  private static final String NO_BRANCH = "{\"message\":\"branch not found\"}";

  @TempDir private Path folder;
  private StubForge forge;
  private RemoteForge gitea;
  private String repository;

  @BeforeEach
  void start() throws IOException {
    forge = StubForge.start();
    repository = forge.url() + "/o/config.git";
    HandClock clock = new HandClock();
    gitea =
        new RemoteForge(
            forge.site(),
            forge.http(folder, clock, Map.of()),
            new GiteaDialect(ForgeBinding.MergeMethod.MERGE),
            clock,
            clock::turn);
    forge
        .says("GET /repos/o/config/pulls/7/reviews", 200, "[]")
        .says("GET /repos/o/config/commits/h1/status", 200, "{\"statuses\":[]}")
        .says("POST /repos/o/config/statuses/h1", 201, "{}")
        .says("GET /repos/o/config/labels", 200, "[{\"name\":\"bug\"}]")
        .says("POST /repos/o/config/labels", 201, "{}")
        .says("POST /repos/o/config/issues/7/labels", 200, "[]");
  }

  @AfterEach
  void stop() {
    forge.close();
  }

  private static String pull(String state, String head, boolean mergeable) {
    return """
    {"number":7,"html_url":"http://git/o/config/pulls/7","state":"%s","user":{"login":"bot"},
     "title":"Release","body":"What it brings.","mergeable":%s,"updated_at":"t1",
     "head":{"sha":"%s","ref":"%s"},"base":{"ref":"main"}}\
    """
        .formatted(state, mergeable, head, BRANCH);
  }

  private static String merged() {
    return """
    {"number":7,"html_url":"http://git/o/config/pulls/7","state":"closed","merged":true,
     "merged_at":"2026-02-03T04:05:06Z","merge_commit_sha":"m1","merged_by":{"login":"rev"},
     "user":{"login":"bot"},"head":{"sha":"h1","ref":"refs/pull/7/head","label":"%s"},"base":{"ref":"main"}}\
    """
        .formatted(BRANCH);
  }

  /** Gitea shows all that begin so. */
  private static String refs(String head) {
    return """
    [{"ref":"refs/heads/%1$s-2","object":{"sha":"h9"}},{"ref":"refs/heads/%1$s","object":{"sha":"%2$s"}}]\
    """
        .formatted(BRANCH, head);
  }

  private PullRequestRef ref() {
    return new PullRequestRef(repository, 7, "http://git/o/config/pulls/7");
  }

  private PullRequestOrder order() {
    return new PullRequestOrder(
        repository,
        "main",
        BRANCH,
        "Release",
        "What it brings.",
        "slipway/production",
        List.of("rev", "bot"),
        List.of("slipway/release"));
  }

  private MergeResult merge() {
    return gitea.merge(
        new MergeOrder(
            ref(),
            "h1",
            "Release shop",
            Map.of("Slipway-Release", "shop/a-1"),
            "slipway/production"));
  }

  private String statusSet() {
    return forge.calls("POST /repos/o/config/statuses/h1").getLast().body();
  }

  @Test
  void opensOneAndAsksOthersForAReview() {
    forge
        .says(BRANCH_HEAD, 200, refs("h1"))
        .says("POST /repos/o/config/pulls", 201, pull("open", "h1", true))
        .says("POST /repos/o/config/pulls/7/requested_reviewers", 201, "[]");

    PullRequest opened = gitea.open(order());

    assertThat(opened.ref()).isEqualTo(ref());
    assertThat(opened.state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(opened.head()).isEqualTo("h1");
    assertThat(forge.calls("POST /repos/o/config/pulls/7/requested_reviewers"))
        .singleElement()
        .satisfies(call -> assertThat(call.body()).contains("rev"));
    assertThat(statusSet()).contains("\"pending\"").contains("slipway/production");
    assertThat(forge.calls("POST /repos/o/config/labels").getLast().body())
        .contains("\"slipway/release\"");
    assertThat(forge.calls("POST /repos/o/config/issues/7/labels").getLast().body())
        .contains("[\"slipway/release\"]");
  }

  @Test
  void asksForReviewsWhereAnEarlierWorkerWasCutOffBeforeItDid() {
    forge
        .says(BRANCH_HEAD, 200, refs("h1"))
        .says(BY_BRANCH, 200, pull("open", "h1", true))
        .says("POST /repos/o/config/pulls/7/requested_reviewers", 201, "[]");

    gitea.open(order());

    assertThat(forge.calls("POST /repos/o/config/pulls/7/requested_reviewers")).hasSize(1);
  }

  @Test
  void asksNobodyAgainWhereAllWasDone() {
    forge
        .says(BRANCH_HEAD, 200, refs("h1"))
        .says(
            BY_BRANCH,
            200,
            pull("open", "h1", true)
                .replace("\"title\"", "\"labels\":[{\"name\":\"slipway/release\"}],\"title\""));

    gitea.open(order());

    assertThat(forge.calls("POST /repos/o/config/pulls/7/requested_reviewers")).isEmpty();
    assertThat(forge.calls("POST /repos/o/config/issues/7/labels")).isEmpty();
  }

  @Test
  void opensOneThoughItMayNotLabelIt() {
    forge
        .says(BRANCH_HEAD, 200, refs("h1"))
        .says("POST /repos/o/config/pulls", 201, pull("open", "h1", true))
        .says("POST /repos/o/config/pulls/7/requested_reviewers", 201, "[]")
        .says("POST /repos/o/config/labels", 403, "{}")
        .says("POST /repos/o/config/issues/7/labels", 403, "{}")
        .says("POST /repos/o/config/issues/7/labels", 403, "{}");

    assertThat(gitea.open(order()).state()).isEqualTo(PullRequest.State.OPEN);
  }

  @Test
  void findsTheOneThatAnotherWorkerOpenedMeanwhile() {
    forge
        .says(BRANCH_HEAD, 200, refs("h1"))
        .says(BY_BRANCH, 404, "{}")
        .says(BY_BRANCH, 200, pull("open", "h1", true))
        .says("POST /repos/o/config/pulls", 409, "{\"message\":\"pull request already exists\"}");

    assertThat(gitea.open(order()).ref().number()).isEqualTo(7);
  }

  @Test
  void findsTheMergedOneByItsHead() {
    forge
        .says(BRANCH_HEAD, 404, NO_BRANCH)
        .says(BY_BRANCH, 200, merged())
        .says("GET /repos/o/config/pulls", 200, "[" + merged() + "]")
        .says(PULL, 200, merged());

    PullRequest found = gitea.open(order());

    assertThat(found.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(found.mergeCommit()).contains("m1");
    assertThat(found.endedBy()).contains("rev");
    assertThat(forge.calls("POST /repos/o/config/pulls")).isEmpty();
  }

  @Test
  void mergesGuardedByTheHeadAndGivesTheCommit() {
    forge
        .says(PULL, 200, pull("open", "h1", true))
        .says(PULL, 200, pull("open", "h1", true))
        .says(PULL, 200, merged())
        .says(MERGE, 200, "")
        .says(BRANCH_HEAD, 404, NO_BRANCH);

    assertThat(merge()).isEqualTo(new MergeResult.Merged("m1"));
    assertThat(forge.calls(MERGE))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.body())
                    .contains("\"head_commit_id\":\"h1\"")
                    .contains("Slipway-Release: shop/a-1"));
    assertThat(statusSet()).contains("\"success\"");
  }

  @Test
  void findsTheMergeWhoseAnswerWasLost() {
    forge.says(PULL, 200, merged()).says(BRANCH_HEAD, 404, NO_BRANCH);

    assertThat(merge()).isEqualTo(new MergeResult.Merged("m1"));
    assertThat(forge.calls(MERGE)).isEmpty();
  }

  @Test
  void deletesTheBranchOfAMergeThatWasCutBeforeItCould() {
    forge
        .says(PULL, 200, merged())
        .says(BRANCH_HEAD, 200, refs("h1"))
        .says("DELETE /repos/o/config/branches/" + BRANCH, 204, "");

    merge();

    assertThat(forge.calls("DELETE /repos/o/config/branches/" + BRANCH)).hasSize(1);
  }

  @Test
  void mergedIsMergedAlsoWhereTheBranchMayNotBeDeleted() {
    forge
        .says(PULL, 200, merged())
        .says(BRANCH_HEAD, 200, refs("h1"))
        .says(
            "DELETE /repos/o/config/branches/" + BRANCH, 403, "{\"message\":\"branch protected\"}");

    assertThat(merge()).isEqualTo(new MergeResult.Merged("m1"));
  }

  @Test
  void waitsWhileGiteaIsStillFindingOutWhetherItMerges() {
    forge
        .says(PULL, 200, pull("open", "h1", false))
        .says(PULL, 200, pull("open", "h1", false))
        .says(PULL, 200, pull("open", "h1", false))
        .says(PULL, 200, pull("open", "h1", true))
        .says(PULL, 200, merged())
        .says(MERGE, 405, "{\"message\":\"Please try again later\"}")
        .says(MERGE, 200, "")
        .says(BRANCH_HEAD, 404, NO_BRANCH);

    assertThat(merge()).isEqualTo(new MergeResult.Merged("m1"));
  }

  @Test
  void callsItAConflictWhenGiteaSaysSoForLong() {
    forge
        .says(PULL, 200, pull("open", "h1", false))
        .says(MERGE, 405, "{\"message\":\"Please try again later\"}");

    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeResult.Conflicting.class,
            conflict ->
                assertThat(conflict.reason()).startsWith("it does not merge cleanly into 'main'"));
    assertThat(statusSet()).contains("\"pending\"");
  }

  @Test
  void saysWhatTheBranchsProtectionAsksFor() {
    forge
        .says(PULL, 200, pull("open", "h1", true))
        .says(MERGE, 405, "{\"message\":\"not ready to merge: Does not have enough approvals\"}");

    assertThat(merge()).isEqualTo(new MergeResult.Refused("Does not have enough approvals"));
    assertThat(statusSet()).contains("\"pending\"");
  }

  @Test
  void doesNotMergeAHeadThatWasNotDecidedOn() {
    forge.says(PULL, 200, pull("open", "h2", true));

    assertThat(merge()).isEqualTo(new MergeResult.HeadMoved("h2"));
    assertThat(forge.calls(MERGE)).isEmpty();
  }

  @Test
  void seesAHeadThatMovedBetweenTheLookAndTheMerge() {
    forge
        .says(PULL, 200, pull("open", "h1", true))
        .says(PULL, 200, pull("open", "h1", true))
        .says(PULL, 200, pull("open", "h2", true))
        .says(MERGE, 409, "{\"message\":\"head out of date\"}");

    assertThat(merge()).isEqualTo(new MergeResult.HeadMoved("h2"));
  }

  @Test
  void saysWhoClosedIt() {
    forge
        .says(PULL, 200, pull("closed", "h1", true))
        .says(
            "GET /repos/o/config/issues/7/timeline",
            200,
            "[{\"type\":\"comment\",\"user\":{\"login\":\"bot\"}},"
                + "{\"type\":\"close\",\"user\":{\"login\":\"rev\"}}]");

    assertThat(merge()).isEqualTo(new MergeResult.Closed("rev"));
  }

  @Test
  void tellsThatTheTokensOwnerMayNotMerge() {
    forge.says(PULL, 200, pull("open", "h1", true)).says(MERGE, 403, "{\"message\":\"forbidden\"}");

    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, this::merge);

    assertThat(failure.getType()).isEqualTo(FailureType.MISCONFIGURED.name());
    assertThat(failure.getOriginalMessage()).contains("give the owner of the token in");
  }

  @Test
  void countsTheReviewsOfOthersWhoMayWriteAndOfNobodyElse() {
    forge.says("GET /repos/o/other/pulls/7", 200, pull("open", "h1", true));
    forge.says("GET /repos/o/other/commits/h1/status", 200, "{\"statuses\":[]}");
    forge.says(
        "GET /repos/o/other/pulls/7/reviews",
        200,
        "["
            + review("bot", "APPROVED", "\"official\":true")
            + ","
            + review("passerby", "APPROVED", "\"official\":false")
            + ","
            + review("talker", "COMMENT", "\"official\":true")
            + ","
            + review("ada", "APPROVED", "\"official\":true,\"dismissed\":true")
            + ","
            + review("eve", "REQUEST_CHANGES", "\"official\":true")
            + ","
            + review("rev", "APPROVED", "\"official\":true")
            + "]");

    PullRequest read = gitea.read(new PullRequestRef(forge.url() + "/o/other.git", 7, ""));

    Instant at = Instant.parse("2026-02-03T04:05:06Z");
    assertThat(read.reviews())
        .containsExactly(
            new Review("ada", false, "h1", at, "words"),
            new Review("eve", false, "h1", at, "words"),
            new Review("rev", true, "h1", at, "words"));
  }

  private static String review(String by, String state, String more) {
    return """
    {"user":{"login":"%s"},"state":"%s","commit_id":"h1","body":"words",
     "submitted_at":"2026-02-03T05:05:06+01:00",%s}\
    """
        .formatted(by, state, more);
  }

  @Test
  void othersChecksAreSeenAndItsOwnAreNot() {
    forge.says("GET /repos/o/other/pulls/7", 200, pull("open", "h1", true));
    forge.says("GET /repos/o/other/pulls/7/reviews", 200, "[]");
    forge.says(
        "GET /repos/o/other/commits/h1/status",
        200,
        "{\"statuses\":[{\"context\":\"slipway/production\",\"status\":\"pending\"},"
            + "{\"context\":\"ci\",\"status\":\"success\"}]}");

    assertThat(gitea.read(new PullRequestRef(forge.url() + "/o/other.git", 7, "")).checks())
        .isEqualTo(PullRequest.Checks.PASSED);
  }

  @Test
  void aWaitThatSeesNothingNewIsNoAlarm() {
    forge
        .says("GET /repos/o/config/pulls", 200, "[" + pull("open", "h1", true) + "]")
        .says(PULL, 200, pull("open", "h1", true));
    PullRequest seen = gitea.read(ref());

    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> gitea.awaitChange(new PullRequestWatch(seen)));

    assertThat(failure.getType()).isEqualTo(FailureType.NOT_YET.name());
    assertThat(failure.getCategory()).isEqualTo(ApplicationErrorCategory.BENIGN);
  }

  @Test
  void aWaitEndsWhenSomebodyHasMerged() {
    forge
        .says("GET /repos/o/config/pulls", 200, "[]")
        .says(PULL, 200, pull("open", "h1", true))
        .says(PULL, 200, merged());
    PullRequest seen = gitea.read(ref());

    assertThat(gitea.awaitChange(new PullRequestWatch(seen)).mergeCommit()).contains("m1");
  }

  @Test
  void closesWithOneCommentHoweverOftenItIsAsked() {
    String comments = "/repos/o/config/issues/7/comments";
    forge
        .says(PULL, 200, pull("open", "h1", true))
        .says("GET " + comments, 200, "[]")
        .says("GET " + comments, 200, "[{\"body\":\"ended <!-- slipway: closed -->\"}]")
        .says("POST " + comments, 201, "{}")
        .says("PATCH /repos/o/config/pulls/7", 201, "{}")
        .says(BRANCH_HEAD, 404, NO_BRANCH);

    gitea.close(new CloseOrder(ref(), "The release ended."));
    gitea.close(new CloseOrder(ref(), "The release ended."));

    assertThat(forge.calls("POST " + comments)).hasSize(1);
  }

  @Test
  void setsAStatusWithItsLinkOnce() {
    String status = "POST /repos/o/source/statuses/c1";
    String set =
        "{\"statuses\":[{\"context\":\"slipway\",\"status\":\"pending\",\"description\":\"builds\"}]}";
    forge
        .says("GET /repos/o/source/commits/c1/status", 200, "{\"statuses\":[]}")
        .says("GET /repos/o/source/commits/c1/status", 200, set)
        .says(status, 201, "{}");
    CommitStatus building =
        new CommitStatus(
            forge.url() + "/o/source.git",
            "c1",
            "slipway",
            CommitStatus.State.PENDING,
            "builds",
            "https://temporal.example.com/release");

    gitea.report(building);
    gitea.report(building);

    assertThat(forge.calls(status))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.body())
                    .contains("\"target_url\":\"https://temporal.example.com/release\""));
  }
}
