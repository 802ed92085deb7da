package dev.slipway.gitops.local;

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
import dev.slipway.gitops.jgit.Shop;
import dev.slipway.gitops.jgit.TestRemote;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LocalForgeTest {

  private static final String BRANCH = "slipway/shop/aaaaaaaaaaaa-1/production";
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  @TempDir private Path folder;
  private TestRemote remote;
  private LocalForge forge;
  private String head;

  @BeforeEach
  void start() throws IOException {
    remote = TestRemote.create(folder.resolve("config.git"));
    remote.commit("main", "ana", "The shop", Shop.files("shop@" + Shop.OLD));
    forge = new LocalForge(Clock.systemUTC());
    pushBranch();
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  private void pushBranch() throws IOException {
    remote.move(BRANCH, remote.branch("main").orElseThrow());
    head =
        remote.commit(
            BRANCH,
            "Slipway",
            "Release",
            Map.of(Shop.PATH + "/deployment.yaml", Shop.deployment("shop@" + Shop.NEW, 2)));
  }

  private PullRequestOrder order(String title) {
    return new PullRequestOrder(remote.address(), "main", BRANCH, title, "What it brings.");
  }

  private PullRequest open() {
    return forge.open(order("Release"));
  }

  private MergeOrder merging(PullRequest pullRequest, String decided) {
    return new MergeOrder(
        pullRequest.ref(),
        decided,
        "Release shop to production",
        Map.of("Slipway-Release", "shop/aaaaaaaaaaaa-1"));
  }

  private MergeResult merge(PullRequest pullRequest) {
    return forge.merge(merging(pullRequest, pullRequest.head()));
  }

  @Test
  void opensOnePullRequestForABranchHoweverOftenItIsAsked() {
    PullRequest first = open();
    PullRequest again = new LocalForge(Clock.systemUTC()).open(order("Another title"));

    assertThat(first.state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(first.head()).isEqualTo(head);
    assertThat(again).isEqualTo(first);
    assertThat(forge.list(remote.address())).hasSize(1);
  }

  @Test
  void showsItsPullRequestsToPlainGit() throws IOException {
    PullRequest pullRequest = open();
    forge.review(pullRequest.ref(), new Review("bob", true, pullRequest.head(), NOW, "looks good"));

    String log = remote.git("log", "--format=%an: %s", pullRequest.ref().link());

    assertThat(log)
        .isEqualTo("bob: Approve pull request 1\nSlipway: Open pull request 1: Release\n");
    assertThat(remote.git("show", pullRequest.ref().link() + ":pull-request.json"))
        .contains("\"branch\" : \"" + BRANCH + "\"");
    assertThat(remote.git("fsck", "--strict")).doesNotContain("error");
  }

  @Test
  void mergesWithTheTrailersOnTheProductionBranchesOwnLine() throws IOException {
    MergeResult result = merge(open());

    RevCommit merge = remote.line("main").getFirst();
    assertThat(result).isEqualTo(new MergeResult.Merged(merge.name()));
    assertThat(merge.getFullMessage())
        .isEqualTo("Release shop to production\n\nSlipway-Release: shop/aaaaaaaaaaaa-1\n");
    assertThat(merge.getParentCount()).isEqualTo(2);
    assertThat(merge.getAuthorIdent().getName()).isEqualTo("Slipway");
    assertThat(remote.text("main", Shop.PATH + "/deployment.yaml")).contains(Shop.NEW);
  }

  @Test
  void mergesOnlyOnceWhenAskedTwice() throws IOException {
    PullRequest pullRequest = open();
    MergeResult first = merge(pullRequest);

    assertThat(new LocalForge(Clock.systemUTC()).merge(merging(pullRequest, pullRequest.head())))
        .isEqualTo(first);
    assertThat(remote.line("main")).hasSize(2);
  }

  @Test
  void leavesNoBranchBehindAfterTheMerge() throws IOException {
    merge(open());

    assertThat(remote.branches()).containsExactly("main");
    assertThat(remote.refs("refs/slipway/pulls/"))
        .containsExactly("refs/slipway/pulls/1/head", "refs/slipway/pulls/1/meta");
  }

  @Test
  void findsItsMergeWhenItWasKilledBeforeItWroteItDown() throws IOException {
    PullRequest pullRequest = open();
    String before = remote.git("rev-parse", pullRequest.ref().link()).strip();
    MergeResult first = merge(pullRequest);
    // As it was between the moved branch and the record of it.
    remote.git("update-ref", pullRequest.ref().link(), before);
    remote.git("update-ref", "refs/heads/" + BRANCH, head);

    assertThat(merge(pullRequest)).isEqualTo(first);
    assertThat(remote.line("main")).hasSize(2);
    assertThat(remote.branches()).containsExactly("main");
    assertThat(forge.read(pullRequest.ref()).endedBy()).contains("Slipway");
  }

  @Test
  void findsItsMergeAgainWhenOthersMovedTheBranchOnMeanwhile() throws IOException {
    PullRequest pullRequest = open();
    String before = remote.git("rev-parse", pullRequest.ref().link()).strip();
    MergeResult first = merge(pullRequest);
    remote.git("update-ref", pullRequest.ref().link(), before);
    remote.commit("main", "bob", "Later", Map.of("apps/cart/production/x.yaml", "a: b\n"));

    assertThat(merge(pullRequest)).isEqualTo(first);
  }

  @Test
  void opensAMergedOneAgainAsMerged() {
    PullRequest pullRequest = open();
    merge(pullRequest);

    PullRequest again = open();

    assertThat(again.ref()).isEqualTo(pullRequest.ref());
    assertThat(again.state()).isEqualTo(PullRequest.State.MERGED);
  }

  @Test
  void mergesOnTopOfWhatOthersPushed() throws IOException {
    PullRequest pullRequest = open();
    remote.commit("main", "bob", "Another team", Map.of("apps/cart/production/x.yaml", "a: b\n"));

    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Merged.class);
    assertThat(remote.text("main", "apps/cart/production/x.yaml")).isEqualTo("a: b\n");
    assertThat(remote.text("main", Shop.PATH + "/deployment.yaml")).contains(Shop.NEW);
  }

  @Test
  void refusesAHeadThatWasNotDecidedOn() throws IOException {
    PullRequest pullRequest = open();
    String moved = remote.commit(BRANCH, "bob", "More", Map.of(Shop.PATH + "/x.json", "{}"));

    assertThat(merge(pullRequest)).isEqualTo(new MergeResult.HeadMoved(moved));
    assertThat(remote.line("main")).hasSize(1);
  }

  @Test
  void saysWhichFilesConflict() throws IOException {
    PullRequest pullRequest = open();
    remote.commit(
        "main",
        "bob",
        "By hand",
        Map.of(Shop.PATH + "/deployment.yaml", Shop.deployment("shop@sha256:other", 2)));

    assertThat(merge(pullRequest))
        .isEqualTo(
            new MergeResult.Conflicting(
                "it conflicts with 'main' in apps/shop/production/deployment.yaml"));
  }

  @Test
  void isRefusedByABlockedBranchUntilItIsFree() {
    PullRequest pullRequest = open();
    forge.protect(remote.address(), "main", Optional.of(Protection.blocked("the audit is on")));
    assertThat(merge(pullRequest)).isEqualTo(new MergeResult.Refused("the audit is on"));

    forge.protect(remote.address(), "main", Optional.empty());
    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Merged.class);
  }

  @Test
  void asksForReviewsOfTheVeryHead() throws IOException {
    PullRequest pullRequest = open();
    forge.protect(remote.address(), "main", Optional.of(Protection.reviews(1)));
    forge.review(pullRequest.ref(), new Review("bob", true, "f".repeat(40), NOW, "an older head"));
    assertThat(merge(pullRequest))
        .isEqualTo(new MergeResult.Refused("it needs 1 approving review(s) and has 0"));

    forge.review(pullRequest.ref(), new Review("bob", true, pullRequest.head(), NOW, ""));
    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Merged.class);
  }

  @Test
  void countsThePersonsLastWordOnly() {
    PullRequest pullRequest = open();
    forge.protect(remote.address(), "main", Optional.of(Protection.reviews(1)));
    forge.review(pullRequest.ref(), new Review("bob", true, pullRequest.head(), NOW, ""));
    forge.review(
        pullRequest.ref(), new Review("bob", false, pullRequest.head(), NOW, "on second thought"));

    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Refused.class);
  }

  @Test
  void asksForChecksToHavePassed() {
    PullRequest pullRequest = open();
    forge.protect(
        remote.address(), "main", Optional.of(new Protection(0, List.of("slipway/slot"), "")));
    report(pullRequest, CommitStatus.State.PENDING);
    assertThat(merge(pullRequest))
        .isEqualTo(new MergeResult.Refused("required checks have not passed: slipway/slot"));

    report(pullRequest, CommitStatus.State.SUCCESS);
    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Merged.class);
  }

  private void report(PullRequest pullRequest, CommitStatus.State state) {
    forge.report(
        new CommitStatus(remote.address(), pullRequest.head(), "slipway/slot", state, "the slot"));
  }

  @Test
  void writesTheSameStatusOnce() throws IOException {
    PullRequest pullRequest = open();
    report(pullRequest, CommitStatus.State.PENDING);
    report(pullRequest, CommitStatus.State.PENDING);

    assertThat(remote.git("rev-list", "--count", "refs/slipway/statuses/" + pullRequest.head()))
        .isEqualTo("1\n");
  }

  @Test
  void doesNotMergeWhenTheProtectionCannotBeRead() throws IOException {
    PullRequest pullRequest = open();
    remote.git("update-ref", "refs/slipway/protection", head);

    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> merge(pullRequest));

    assertThat(failure.getType()).isEqualTo("MISCONFIGURED");
    assertThat(failure.getOriginalMessage()).contains("refs/slipway/protection");
    assertThat(remote.line("main")).hasSize(1);
  }

  @Test
  void findsWhatAPersonMergedWithPlainGit() throws IOException {
    PullRequest pullRequest = open();
    Path clone = folder.resolve("clone");
    TestRemote.git(folder.toFile(), "clone", "-q", remote.address(), clone.toString());
    TestRemote.git(clone.toFile(), "merge", "-q", "--no-ff", "-m", "I like it", "origin/" + BRANCH);
    TestRemote.git(clone.toFile(), "push", "-q", "origin", "HEAD:main");

    PullRequest now = forge.read(pullRequest.ref());

    assertThat(now.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(now.endedBy()).contains("ana");
    assertThat(now.mergeCommit()).isEqualTo(remote.branch("main"));
    assertThat(merge(pullRequest)).isEqualTo(new MergeResult.Merged(now.mergeCommit().get()));
  }

  @Test
  void namesNobodyWhereTheBranchWasOnlyMovedForward() throws IOException {
    PullRequest pullRequest = open();
    remote.move("main", head);

    PullRequest now = forge.read(pullRequest.ref());

    assertThat(now.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(now.mergeCommit()).contains(head);
    assertThat(now.endedBy()).isEmpty();
  }

  @Test
  void takesADeletedBranchForARejection() throws IOException {
    PullRequest pullRequest = open();
    remote.git("update-ref", "-d", "refs/heads/" + BRANCH);

    assertThat(forge.read(pullRequest.ref()).state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(merge(pullRequest)).isEqualTo(new MergeResult.Closed("somebody"));
    assertThat(open().ref()).isEqualTo(pullRequest.ref());
  }

  /** As a push sets off a collection of garbage, which a kill of the worker may cut. */
  @Test
  void deletesItsBranchWhereAKilledWorkerLeftTheLockOfThePackedRefs() throws IOException {
    PullRequest pullRequest = open();
    Path lock = remote.directory().resolve("packed-refs.lock");
    Files.createFile(lock);
    Files.setLastModifiedTime(
        lock, java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(60)));

    forge.close(new CloseOrder(pullRequest.ref(), "The release ended"));

    assertThat(remote.branches()).containsExactly("main");
    assertThat(lock).doesNotExist();
  }

  @Test
  void closesItAndDeletesItsBranchOnce() throws IOException {
    PullRequest pullRequest = open();

    forge.close(new CloseOrder(pullRequest.ref(), "The release ended"));
    forge.close(new CloseOrder(pullRequest.ref(), "The release ended"));

    assertThat(remote.branches()).containsExactly("main");
    assertThat(forge.read(pullRequest.ref()).endedBy()).contains("Slipway");
    assertThat(remote.git("rev-list", "--count", pullRequest.ref().link())).isEqualTo("2\n");
    assertThat(remote.git("cat-file", "-t", "refs/slipway/pulls/1/head")).isEqualTo("commit\n");
  }

  @Test
  void deletesTheBranchWhenItWasKilledBetweenRecordAndBranch() throws IOException {
    PullRequest pullRequest = open();
    forge.close(new CloseOrder(pullRequest.ref(), "ended"));
    remote.move(BRANCH, head);

    forge.close(new CloseOrder(pullRequest.ref(), "ended"));

    assertThat(remote.branches()).containsExactly("main");
  }

  @Test
  void leavesAMergedOneAloneWhenItIsClosed() {
    PullRequest pullRequest = open();
    merge(pullRequest);

    forge.close(new CloseOrder(pullRequest.ref(), "late"));

    assertThat(forge.read(pullRequest.ref()).state()).isEqualTo(PullRequest.State.MERGED);
  }

  @Test
  void opensANewOneWhenTheBranchIsPushedAgainAfterARejection() throws IOException {
    PullRequest first = open();
    forge.closeBy(first.ref(), "bob", "no");
    pushBranch();

    PullRequest second = open();

    assertThat(second.ref().number()).isEqualTo(2);
    assertThat(second.state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(forge.read(first.ref()).endedBy()).contains("bob");
    assertThat(remote.branch(BRANCH)).isPresent();
  }

  @Test
  void tellsOfAReviewAtOnceAndOfNothingAsNotYet() {
    PullRequest pullRequest = open();
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> forge.awaitChange(new PullRequestWatch(pullRequest)));
    assertThat(failure.getType()).isEqualTo(FailureType.NOT_YET.name());
    assertThat(failure.getCategory()).isEqualTo(ApplicationErrorCategory.BENIGN);
    assertThat(failure.isNonRetryable()).isFalse();

    forge.review(pullRequest.ref(), new Review("bob", true, pullRequest.head(), NOW, "good"));
    assertThat(forge.awaitChange(new PullRequestWatch(pullRequest)).reviews())
        .extracting(Review::author)
        .containsExactly("bob");
  }

  @Test
  void keepsTheSameReviewOnce() {
    PullRequest pullRequest = open();
    Review review = new Review("bob", true, pullRequest.head(), NOW, "good");
    forge.review(pullRequest.ref(), review);

    assertThat(forge.review(pullRequest.ref(), review).reviews()).containsExactly(review);
  }

  @Test
  void survivesThatGitPacksTheRefs() throws IOException {
    PullRequest pullRequest = open();
    remote.git("pack-refs", "--all");
    remote.git("gc", "-q", "--prune=now");

    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Merged.class);
    assertThat(remote.git("branch", "--format=%(refname:short)")).isEqualTo("main\n");
  }

  @Test
  void takesAwayALockThatAKilledWorkerLeft() throws IOException {
    PullRequest pullRequest = open();
    leave("refs/heads/main.lock", Duration.ofMinutes(1));

    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Merged.class);
  }

  @Test
  void deletesTheBranchAlthoughAKilledWorkerLeftThePackedRefsLocked() throws IOException {
    PullRequest pullRequest = open();
    remote.git("pack-refs", "--all");
    leave("packed-refs.lock", Duration.ofMinutes(1));

    assertThat(merge(pullRequest)).isInstanceOf(MergeResult.Merged.class);
    assertThat(remote.git("branch", "--format=%(refname:short)")).isEqualTo("main\n");
  }

  @Test
  void leavesThePackedRefsToWhoeverIsAtWorkOnThem() throws IOException {
    PullRequest pullRequest = open();
    remote.git("pack-refs", "--all");
    Path lock = leave("packed-refs.lock", Duration.ZERO);

    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> merge(pullRequest));

    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(lock).exists();
  }

  @Test
  void letsGitCollectAgainAfterACollectionThatDied() throws IOException {
    PullRequest pullRequest = open();
    Path dead = leave("gc.log.lock", Duration.ofDays(1));

    merge(pullRequest);

    assertThat(dead).doesNotExist();
  }

  private Path leave(String lock, Duration ago) throws IOException {
    Path file = remote.directory().resolve(lock);
    Files.createFile(file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
    return file;
  }

  @Test
  void refusesWhatIsNoLocalBareRepository() throws IOException {
    for (String address : List.of("https://git.example.com/config.git", cloned())) {
      ApplicationFailure failure =
          catchThrowableOfType(
              ApplicationFailure.class, () -> forge.read(new PullRequestRef(address, 1, "")));
      assertThat(failure.getType()).isEqualTo("MISCONFIGURED");
      assertThat(failure.getOriginalMessage())
          .startsWith("the built-in forge needs a bare repository on a local path");
    }
  }

  private String cloned() throws IOException {
    Path clone = folder.resolve("clone");
    TestRemote.git(folder.toFile(), "clone", "-q", remote.address(), clone.toString());
    return clone.toString();
  }

  @Test
  void saysThatARepositoryIsGone() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> forge.read(new PullRequestRef(folder.resolve("gone.git").toString(), 1, "")));

    assertThat(failure.getType()).isEqualTo("UNREACHABLE");
    assertThat(failure.isNonRetryable()).isFalse();
  }

  @Test
  void saysThatThereIsNoSuchPullRequest() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> forge.read(new PullRequestRef(remote.address(), 7, "")));

    assertThat(failure.getType()).isEqualTo("NOT_FOUND");
  }
}
