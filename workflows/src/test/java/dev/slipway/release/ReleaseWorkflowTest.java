package dev.slipway.release;

import static dev.slipway.world.World.commit;
import static dev.slipway.world.World.digestOf;
import static dev.slipway.world.World.result;
import static dev.slipway.world.World.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildResult;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.Mode;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.HeadMoved;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.Review;
import dev.slipway.platform.FreezeWindow;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.OperatorOrder;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.service.ReleaseRequest;
import dev.slipway.temporal.WorkflowIds;
import dev.slipway.world.FakeGit;
import dev.slipway.world.FakeGit.Content;
import dev.slipway.world.World;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ReleaseWorkflowTest {

  private static final OperatorOrder ADA = new OperatorOrder("ada", "I said so");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void firstReleaseGoesLiveWithoutACanary() {
    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.git.head()).isEqualTo(new Content(digestOf(commit(1)), 2));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.cluster.events()).noneMatch(event -> event.startsWith("begin"));
  }

  @Test
  void secondReleaseIsCanariedStepByStepAndPromoted() {
    promoted(1);

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.events()).containsSubsequence("step 10", "step 50", "step 90 hold");
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.git.merges()).containsExactly("shop/000000000001-1", "shop/000000000002-1");
    assertThat(world.git.pullRequests())
        .hasSize(2)
        .allMatch(pr -> pr.state() == PullRequest.State.MERGED);
  }

  @Test
  void freshBaselineOfThePlanIsAskedForOnceStablesPlanHasItToo() {
    promoted(1);
    world.baseline(Baseline.FRESH);
    result(world.release(2), ReleaseResult.class);
    assertThat(world.cluster.events())
        .noneMatch(event -> event.endsWith("beside a fresh baseline"));

    assertThat(result(world.release(3), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);

    assertThat(world.cluster.events())
        .filteredOn(event -> event.endsWith("beside a fresh baseline"))
        .hasSize(1);
  }

  @Test
  void regressedReleaseIsTakenOutOfTrafficAndRestoredInGit() {
    promoted(1);
    world.cluster.regress(digestOf(commit(2)));

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.cluster.weight()).isZero();
    assertThat(world.environment().status().quarantine())
        .singleElement()
        .satisfies(q -> assertThat(q.artifact()).contains(digestOf(commit(2))));
  }

  @Test
  void firstReleaseThatIsNotHealthyFailsAndSaysWhy() {
    world.cluster.health(dev.slipway.cluster.Health.DEGRADED);

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.reason()).contains("not healthy");
  }

  @Test
  void failedBuildEndsTheReleaseBeforeAnythingIsProposed() {
    world.failBuild(commit(1));

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.reason()).isEqualTo("build: exit code 1");
    assertThat(world.git.pullRequests()).isEmpty();
  }

  @Test
  void failedTestEndsTheReleaseAndNamesTheTest() {
    world.failTests(commit(1));
    ReleaseWorkflow release = world.release(1);

    ReleaseResult end = result(release, ReleaseResult.class);

    assertThat(end.reason()).isEqualTo("test unit: 1 of 3 tests failed");
    assertThat(release.status().steps())
        .filteredOn(step -> step.name().equals("test unit"))
        .singleElement()
        .satisfies(step -> assertThat(step.detail()).contains("ShopTest.addsUp"));
  }

  @Test
  void deploymentModeThatThePlatformForbidsIsRefusedWithTheRulesName() {
    world.forbidDeploymentMode();

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.reason()).contains("rule 'deploymentMode' of platform.yaml");
    assertThat(world.builds()).isEmpty();
  }

  @Test
  void deliveryModeMergesNothingBeforeAPersonApproves() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);
    assertThat(world.git.merges()).isEmpty();
    assertThat(release.status().waiting())
        .get()
        .satisfies(
            waiting -> {
              assertThat(waiting.commands())
                  .contains("slipway release approve shop/000000000001-1");
              assertThat(waiting.until()).isPresent();
            });

    assertThat(release.approve(new Decision("ada", "looks good", ""))).isEqualTo("approved");

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(release.status().approvals())
        .singleElement()
        .satisfies(
            approval -> {
              assertThat(approval.by()).isEqualTo("ada");
              assertThat(approval.reason()).isEqualTo("looks good");
              assertThat(approval.artifact()).isEqualTo(digestOf(commit(1)));
              assertThat(approval.diffDigest()).isNotEmpty();
            });
  }

  @Test
  void approvalSignalTypedInTheWebUiCounts() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);

    release.approveSignal(new Decision("ada", "typed", ""));

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(release.status().approvals())
        .singleElement()
        .matches(approval -> approval.through().equals("web-ui"));
  }

  @Test
  void approvalByAStrangerIsRefusedInOneSentence() {
    world.mode(Mode.DELIVERY).approvers("grace");
    ReleaseWorkflow release = awaitingApproval(1);

    assertThatThrownBy(() -> release.approve(new Decision("mallory", "let me", "")))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("mallory is not among those who may decide here");
    release.approve(new Decision("grace", "", ""));

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void approvalOfAnotherDiffIsRefused() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);

    assertThatThrownBy(() -> release.approve(new Decision("ada", "", "another")))
        .rootCause()
        .hasMessageContaining("not the one that was shown any more");
    release.abort(ADA);
  }

  @Test
  void newStableVoidsAnApproval() {
    promoted(1);
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(2);
    String shown = release.status().diffDigest();
    world.git.push(new Content(digestOf(commit(1)), 5), "platform");
    world.environment().headMoved(new HeadMoved(""));
    until(
        () -> world.environment().status().stable().orElseThrow().ref().revision().endsWith(":5"));

    release.approve(new Decision("ada", "the old one", ""));
    until(
        () ->
            release.status().phase() == Phase.AWAITING_APPROVAL
                && !release.status().diffDigest().equals(shown));

    assertThat(world.git.merges()).containsExactly("shop/000000000001-1");
    release.approve(new Decision("ada", "the new one", ""));
    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.git.head()).isEqualTo(new Content(digestOf(commit(2)), 5));
  }

  @Test
  void rejectionIsAnOutcomeWithWhoAndWhy() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);

    release.reject(new Decision("ada", "not on a Friday", ""));

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(end.reason()).isEqualTo("rejected by ada: not on a Friday");
    until(() -> world.git.pullRequests().getFirst().state() == PullRequest.State.CLOSED);
  }

  @Test
  void closingThePullRequestRejects() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);

    world.git.closeByPerson(1, "grace");

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(end.reason()).contains("grace");
  }

  @Test
  void reviewOnTheForgeApprovesButNotOneOfAnotherHead() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);
    PullRequest pullRequest = world.git.pullRequests().getFirst();

    world.git.review(1, new Review("ada", true, "an older head", Instant.EPOCH, ""));
    world.git.review(1, new Review("grace", true, pullRequest.head(), Instant.EPOCH, "fine"));

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(release.status().approvals())
        .singleElement()
        .matches(approval -> approval.by().equals("grace"));
  }

  @Test
  void nudgeOfAWebhookDecidesNothingAndLosesNothing() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);
    for (int i = 0; i < 3; i++) {
      long before = polls();
      release.pullRequestMoved();
      until(() -> polls() > before);
    }
    assertThat(release.status().phase()).isEqualTo(Phase.AWAITING_APPROVAL);

    // No nudge from here on: it would cancel a poll that may just have ended, which the server of
    // these tests, other than the real one, takes for a mistake and never speaks of again.
    PullRequest pullRequest = world.git.pullRequests().getFirst();
    world.git.review(1, new Review("grace", true, pullRequest.head(), Instant.EPOCH, "fine"));

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(release.status().approvals()).hasSize(1);
  }

  @Test
  void releaseShowsOnItsCommitAndItsPullRequestAtAForge() {
    ReleaseWorkflow release = world.atForge().release(1);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.git.statuses())
        .extracting(status -> status.state() + " " + status.description())
        .containsExactly(
            "PENDING the release is under way",
            "PENDING is built; its tests run",
            "PENDING is rolled out in production",
            "SUCCESS promoted in production");
    assertThat(world.git.statuses().getLast().link())
        .startsWith("https://temporal.example.com/release%2Fshop%2F");
    assertThat(world.git.comments())
        .singleElement()
        .asString()
        .startsWith("https://git.example.com/pulls/1: **Promoted in production**");
  }

  @Test
  void releaseOfRepositoriesOnDisksTellsNoForge() {
    result(world.release(1), ReleaseResult.class);

    assertThat(world.git.statuses()).isEmpty();
    assertThat(world.git.comments()).isEmpty();
  }

  @Test
  void releaseTakesWhatOthersBuilt() {
    Artifact image = new Artifact("shop", "sha256:" + "e".repeat(64));
    world.builtElsewhere(Optional.of(new BuildResult.Built(image, "", Duration.ZERO)));

    ReleaseWorkflow release = world.release(1);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.builds()).isEmpty();
  }

  @Test
  void releaseEndsWhenTheChecksOfOthersDoNotPassInTime() {
    ReleaseWorkflow release = world.builtElsewhere(Optional.empty()).release(1);

    ReleaseResult end = result(release, ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.reason()).contains("the checks ci/build did not pass");
  }

  @Test
  void undecidedReleaseExpires() {
    world.mode(Mode.DELIVERY).expiring(Duration.ofMinutes(1));

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.EXPIRED);
    assertThat(world.git.merges()).isEmpty();
  }

  @Test
  void newerReleaseSupersedesOneThatWaitsForADecision() {
    world.mode(Mode.DELIVERY).slot(SlotPolicy.NEWEST);
    ReleaseWorkflow older = awaitingApproval(1);
    ReleaseWorkflow newer = awaitingApproval(2);

    ReleaseResult end = result(older, ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.SUPERSEDED);
    assertThat(end.reason()).contains("shop/000000000002-1");
    newer.abort(ADA);
  }

  @Test
  void queuedReleasesGoOneAfterAnother() {
    world.slot(SlotPolicy.QUEUE);
    promoted(1);
    ReleaseWorkflow second = canaried(2);
    ReleaseWorkflow third = world.release(3);
    until(() -> third.status().phase() == Phase.AWAITING_SLOT);
    assertThat(world.git.merges()).hasSize(2);

    world.cluster.hang(false);
    world.rollout().promote(ADA);

    assertThat(result(second, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result(third, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.git.merges())
        .containsExactly("shop/000000000001-1", "shop/000000000002-1", "shop/000000000003-1");
  }

  @Test
  void releaseWhoseRecheckIsBrokenIsParkedWithoutTheSlot() {
    world.slot(SlotPolicy.QUEUE);
    promoted(1);
    world.git.breakRechecksOf("shop/000000000002-1");
    ReleaseWorkflow parked = world.release(2);
    until(() -> parked.status().phase() == Phase.PARKED);

    ReleaseWorkflow next = world.release(3);

    until(() -> world.git.merges().contains("shop/000000000003-1"));
    assertThat(result(next, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.git.merges()).doesNotContain("shop/000000000002-1");
  }

  @Test
  void releaseWhoseRecheckIsMendedTakesTheSlotAgain() {
    promoted(1);
    world.git.breakRechecksOf("shop/000000000002-1");
    ReleaseWorkflow release = world.release(2);
    until(() -> release.status().phase() == Phase.PARKED);
    until(() -> world.environment().status().holder().isEmpty());

    world.git.breakRechecksOf("");
    release.retry(ADA);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.git.pullRequests()).hasSize(2);
  }

  @Test
  void releaseOlderThanStableIsRefused() {
    promoted(2);

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.reason())
        .contains("a newer release, shop/000000000002-1, is stable here already");
  }

  @Test
  void abortBeforeTheMergeEndsTheRelease() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(1);

    release.abort(ADA);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(world.git.merges()).isEmpty();
  }

  @Test
  void abortDuringTheRolloutRollsBackInClusterAndGit() {
    promoted(1);
    ReleaseWorkflow release = canaried(2);

    release.abort(ADA);

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("aborted by ada");
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
  }

  @Test
  void abortDuringTheMergeRollsBackWhatHasLanded() {
    promoted(1);
    world.cluster.hang(true);
    world.git.whenMerged(
        () -> {
          world.git.whenMerged(() -> {});
          running(2).abort(ADA);
        });

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("aborted by ada");
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.environment().status().holder()).isEmpty();
  }

  @Test
  void abortWhileThePullRequestIsOpenedLeavesNoneOpen() {
    world.git.whenOpened(() -> running(1).abort(ADA));

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(world.git.pullRequests())
        .singleElement()
        .matches(pullRequest -> pullRequest.state() == PullRequest.State.CLOSED);
  }

  @Test
  void abortOfASecondAttemptLeavesTheRolloutOfTheFirstAlone() {
    promoted(1);
    ReleaseWorkflow first = canaried(2);
    ReleaseWorkflow second = world.again(2, 3, Optional.empty());
    until(() -> second.status().phase() == Phase.ROLLING_OUT);

    second.abort(ADA);

    ReleaseResult end = result(second, ReleaseResult.class);
    assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.ABORTED);
    assertThat(world.cluster.weight()).isEqualTo(10);
    world.cluster.hang(false);
    world.rollout().promote(ADA);
    assertThat(result(first, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void abortWaitsForTheReleasesOwnRolloutWhileAPersonsCommitIsStillCanaried() {
    promoted(1);
    world.git.protect("one review is missing");
    ReleaseWorkflow release = awaitingPermission(2);
    world.cluster.hang(true);
    world.git.push(new Content(digestOf(commit(7)), 2), "grace");
    world.environment().headMoved(new HeadMoved(""));
    until(() -> world.cluster.weight() > 0);
    world.git.unprotect();
    world.git.mergeByPerson(2, "lin");
    until(() -> release.status().phase() == Phase.ROLLING_OUT);

    release.abort(ADA);
    until(() -> times(2, "EntityLastRollout") > 0);
    until(() -> release.status().waiting().isPresent());
    assertThat(world.rollout().status().input().cause()).isEqualTo("grace");
    assertThat(world.cluster.weight()).isEqualTo(10);
    world.cluster.hang(false);
    world.cluster.whenStepping(
        10, () -> world.cluster.hang(world.cluster.live().contains(digestOf(commit(7)))));
    world.rollout().promote(ADA);

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.cluster.live()).contains(digestOf(commit(7)));
  }

  @Test
  void abortOfWhatAPersonMergedForTheReleaseRollsItBack() {
    promoted(1);
    world.git.protect("one review is missing");
    ReleaseWorkflow release = awaitingPermission(2);
    world.git.unprotect();
    world.cluster.hang(true);
    world.git.mergeByPerson(2, "lin");
    world.environment().headMoved(new HeadMoved(""));
    until(() -> world.cluster.weight() > 0);
    until(() -> release.status().phase() == Phase.ROLLING_OUT);

    release.abort(ADA);

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
  }

  @Test
  void abortedReleaseWhoseRolloutDoesNotBeginAsksMoreAndMoreRarely() {
    world.cluster.refuse("the namespace is gone");
    ReleaseWorkflow release = world.release(1);
    until(() -> release.status().phase() == Phase.ROLLING_OUT);
    until(() -> world.environment().status().trouble().isPresent());

    release.abort(ADA);
    world.temporal.sleep(Duration.ofHours(1));

    assertThat(history(1)).hasSizeLessThan(500);
    world.cluster.refuse("");
    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void abortAfterTheEndIsRefused() {
    ReleaseWorkflow release = world.release(1);
    result(release, ReleaseResult.class);

    assertThatThrownBy(() -> release.abort(ADA)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void pausedRolloutHoldsItsWeightUntilItIsResumed() {
    promoted(1);
    ReleaseWorkflow release = canaried(2);

    world.rollout().pause(ADA);
    until(() -> world.rollout().status().phase() == RolloutStatus.Phase.PAUSED);
    assertThat(world.cluster.weight()).isEqualTo(10);
    world.cluster.hang(false);
    world.rollout().resume(ADA);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void inconclusiveStepHoldsForAPersonInDeliveryMode() {
    promoted(1);
    world.onInconclusive(OnInconclusive.HOLD);
    world.cluster.script(digestOf(commit(2)), End.INCONCLUSIVE);
    ReleaseWorkflow release = world.release(2);
    until(() -> world.cluster.count("step 10 hold") == 1);

    world.rollout().resume(ADA);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void missingDataRollsBack() {
    promoted(1);
    world.cluster.script(digestOf(commit(2)), End.ADVANCE, End.NO_DATA);

    assertThat(result(world.release(2), ReleaseResult.class).outcome())
        .isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void quarantinedArtifactIsRefusedTheNextTime() {
    promoted(1);
    world.cluster.regress(digestOf(commit(2)));
    result(world.release(2), ReleaseResult.class);

    ReleaseResult end = result(world.again(2, 3, Optional.empty()), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.reason()).contains("quarantined").contains("--override-quarantine");
  }

  @Test
  void overrideReleasesAQuarantinedArtifactAllTheSame() {
    promoted(1);
    world.cluster.script(digestOf(commit(2)), End.REGRESSED);
    result(world.release(2), ReleaseResult.class);

    ReleaseResult end =
        result(world.again(2, 3, Optional.of("ada: it was the database")), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
  }

  @Test
  void refusedRestoreHoldsTheEnvironmentAtStableAndNamesWhoCanMerge() {
    promoted(1);
    world.cluster.script(digestOf(commit(2)), End.ADVANCE, End.REGRESSED);
    world.cluster.whenStepping(50, () -> world.git.protect("one review is missing"));

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    EnvironmentStatus held = world.environment().status();
    assertThat(held.held())
        .get()
        .satisfies(waiting -> assertThat(waiting.reason()).contains("one review is missing"));
    assertThat(held.history().getFirst().kind()).isEqualTo(Kind.HELD);
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));

    world.git.push(new Content(digestOf(commit(1)), 2), "grace merged the restore");
    world.environment().headMoved(new HeadMoved(""));
    until(() -> world.environment().status().held().isEmpty());
  }

  @Test
  void rollbackAfterPromotionGoesToTheRevisionBeforeByTheSamePath() {
    promoted(1);
    promoted(2);

    ReleaseResult end = result(world.rollback(3, Optional.empty()), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.builds()).hasSize(2);
  }

  @Test
  void rollbackGoesPastWhatIsQuarantinedUnlessAPersonOverrides() {
    promoted(1);
    promoted(2);
    promoted(3);
    world.cluster.script(digestOf(commit(2)), End.REGRESSED);
    ReleaseResult before = result(world.rollback(4, Optional.empty()), ReleaseResult.class);
    assertThat(before.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    Optional<String> quarantined =
        Optional.of(world.environment().status().quarantine().getFirst().revision());

    ReleaseResult refused = result(world.rollback(5, quarantined), ReleaseResult.class);

    assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(refused.reason()).contains("quarantined").contains("--override-quarantine");
    assertThat(world.cluster.live()).contains(digestOf(commit(3)));

    ReleaseResult past = result(world.rollback(6, Optional.empty()), ReleaseResult.class);

    assertThat(past.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));

    ReleaseResult overridden =
        result(
            world.rollback(7, quarantined, Optional.of("ada: it was the database")),
            ReleaseResult.class);

    assertThat(overridden.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
  }

  @Test
  void rollbackOfAnEnvironmentThatIsNotBoundIsRefusedAtTheDoor() {
    ReleaseRequest mars =
        new ReleaseRequest(
            "",
            "ada",
            Optional.empty(),
            Optional.of(new ReleaseInput.RollbackTarget("mars", Optional.empty())));

    assertThatThrownBy(() -> world.service().release(mars))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining(
            "environment 'mars' is not bound for service 'shop' in platform.yaml, which has"
                + " production");
  }

  @Test
  void headThatAWatchSeesBeforeItsReleaseHasToldIsStillItsRelease() {
    world.git.whenMerged(
        () -> {
          world.environment().headMoved(new HeadMoved(""));
          until(() -> world.environment().status().stable().isPresent());
        });

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.environment().status().history())
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.release()).isEqualTo("shop/000000000001-1"));
  }

  @Test
  void adoptingWhatIsStableAlreadyKeepsWhoBroughtIt() {
    promoted(1);

    EnvironmentStatus after = world.environment().adopt(ADA);

    assertThat(after.stable())
        .get()
        .satisfies(stable -> assertThat(stable.release()).isEqualTo("shop/000000000001-1"));
    assertThat(after.history()).hasSize(1);
  }

  @Test
  void freezeWindowIsWaitedFor() {
    Instant start = Instant.ofEpochMilli(world.temporal.currentTimeMillis());
    world.freeze(new FreezeWindow(start.minusSeconds(60), start.plus(Duration.ofHours(8))));

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(end.endedAt()).isAfter(start.plus(Duration.ofHours(8)));
  }

  @Test
  void mergeThatBranchProtectionRefusesWaitsAndGoesOnWhenRetried() {
    world.git.protect("one review is missing");
    ReleaseWorkflow release = world.release(1);
    until(
        () ->
            release
                .status()
                .waiting()
                .filter(w -> w.reason().contains("one review is missing"))
                .isPresent());

    world.git.unprotect();
    release.retry(ADA);

    assertThat(result(release, ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void mergeThatBranchProtectionRefusesGoesOnByItselfWhenTheForgeAllowsIt() {
    world.mode(Mode.DELIVERY).git.protect("one review is missing");
    ReleaseWorkflow release = awaitingApproval(1);
    release.approve(new Decision("ada", "looks good", ""));
    until(
        () ->
            release
                .status()
                .waiting()
                .filter(w -> w.reason().contains("one review is missing"))
                .isPresent());

    release.pullRequestMoved();
    assertThat(release.status().phase()).isNotEqualTo(Phase.ENDED);
    world.git.unprotect();
    PullRequest pullRequest = world.git.pullRequests().getFirst();
    world.git.review(
        1, new Review("lin", true, pullRequest.head(), Instant.EPOCH, "now it may be merged"));

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(release.status().approvals()).hasSize(1);
  }

  @Test
  void personWhoMergesByHandWhatTheForgeRefusedIsToldTheOutcomeSoon() {
    promoted(1);
    world.git.protect("one review is missing");
    ReleaseWorkflow release = awaitingPermission(2);
    Instant asked = world.now();

    world.git.mergeByPerson(2, "lin");

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.PROMOTED);
    assertThat(end.endedAt()).isBefore(asked.plus(Duration.ofMinutes(30)));
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.environment().status().holder()).isEmpty();
  }

  @Test
  void personWhoMergesByHandInASecondRoundOfDecisionsIsToldTheOutcomeSoon() {
    promoted(1);
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(2);
    String shown = release.status().diffDigest();
    world.git.push(new Content(digestOf(commit(1)), 5), "platform");
    world.environment().headMoved(new HeadMoved(""));
    until(
        () -> world.environment().status().stable().orElseThrow().ref().revision().endsWith(":5"));
    release.approve(new Decision("ada", "the old one", ""));
    until(
        () ->
            release.status().phase() == Phase.AWAITING_APPROVAL
                && !release.status().diffDigest().equals(shown));
    Instant asked = world.now();

    world.git.mergeByPerson(2, "lin");

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.PROMOTED);
    assertThat(end.endedAt()).isBefore(asked.plus(Duration.ofMinutes(30)));
  }

  @Test
  void handMergeThatWasRolledBackBeforeItsReleaseAskedEndsItWithTheReason() {
    promoted(1);
    world.git.protect("one review is missing");
    ReleaseWorkflow release = awaitingPermission(2);
    world.cluster.regress(digestOf(commit(2)));
    Instant asked = world.now();

    world.git.mergeByPerson(2, "lin");
    world.git.unprotect();

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).as(end.reason()).isIn(Outcome.ROLLED_BACK, Outcome.FAILED);
    assertThat(end.endedAt()).isBefore(asked.plus(Duration.ofMinutes(30)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
  }

  @Test
  void whoClosesThePullRequestOfARefusedMergeRejectsAndIsNotAskedAgain() {
    world.git.protect("one review is missing");
    ReleaseWorkflow release = world.release(1);
    until(
        () ->
            release
                .status()
                .waiting()
                .filter(w -> w.reason().contains("one review is missing"))
                .isPresent());

    world.git.closeByPerson(1, "lin");

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(end.reason()).isEqualTo("the pull request was closed by lin");
    assertThat(world.git.pullRequests()).hasSize(1);
  }

  @Test
  void heldEnvironmentRestoresByItselfWhenTheForgeAllowsIt() {
    promoted(1);
    world.cluster.script(digestOf(commit(2)), End.ADVANCE, End.REGRESSED);
    world.cluster.whenStepping(50, () -> world.git.protect("one review is missing"));
    result(world.release(2), ReleaseResult.class);
    assertThat(world.environment().status().held()).isPresent();

    world.git.unprotect();
    PullRequest restoring = world.git.pullRequests().getLast();
    world.git.review(
        restoring.ref().number(),
        new Review("grace", true, restoring.head(), Instant.EPOCH, "restore it"));

    until(() -> world.environment().status().held().isEmpty());
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.environment().status().history()).hasSize(2);
  }

  @Test
  void personWhoMergesThePullRequestDecidesAndTheReleaseTakesItsOutcome() {
    promoted(1);
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow release = awaitingApproval(2);

    world.git.mergeByPerson(2, "grace");
    world.environment().headMoved(new HeadMoved(""));

    ReleaseResult end = result(release, ReleaseResult.class);
    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(release.status().approvals()).extracting(Approval::by).containsExactly("grace");
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.cluster.events()).anyMatch(event -> event.startsWith("step"));
    assertThat(world.environment().status().holder()).isEmpty();
  }

  @Test
  void regressionFromOutsideThePathHoldsForAPerson() {
    promoted(1);
    world.git.shareBase("a shared base that regresses");
    world.cluster.script(digestOf(commit(1)), End.REGRESSED);
    world.environment().headMoved(new HeadMoved(""));

    until(() -> world.environment().status().held().isPresent());

    assertThat(world.environment().status().held().orElseThrow().reason()).contains("shared base");
  }

  @Test
  void commitCannotLoosenItsOwnWayToProduction() {
    world.mode(Mode.DELIVERY);
    ReleaseWorkflow first = awaitingApproval(1);
    first.approve(new Decision("ada", "", ""));
    result(first, ReleaseResult.class);

    world.mode(Mode.DEPLOYMENT);
    ReleaseWorkflow loosening = awaitingApproval(2);
    assertThat(world.git.merges()).hasSize(1);
    loosening.approve(new Decision("ada", "we trust the checks from now on", ""));
    result(loosening, ReleaseResult.class);

    assertThat(result(world.release(3), ReleaseResult.class).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void ruleThatThePlatformMadeMeanwhileHoldsWhereTheReleaseMerges() {
    world.whenBuilding(world::forbidDeploymentMode);

    ReleaseResult end = result(world.release(1), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.reason()).contains("rule 'deploymentMode'");
    assertThat(world.git.merges()).isEmpty();
  }

  @Test
  void environmentThatContinuesAsNewInTheMiddleOfARolloutLosesNothing() {
    promoted(1);
    world.cluster.whenStepping(50, world::goOnInANewRun);

    ReleaseResult end = result(world.release(2), ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.environment().status().history()).hasSize(2);
    assertThat(world.environment().status().stable().orElseThrow().number()).isEqualTo(2);
  }

  /** A real server tells an environment at once, see CleanupE2E; the one in memory does not. */
  @Test
  void orderedSyncCleansUpAfterARolloutThatWasTerminatedAndItsReleaseIsTold() {
    promoted(1);
    ReleaseWorkflow release = canaried(2);
    world.terminate(WorkflowIds.rollout(World.PRODUCTION));

    world.environment().sync(ADA);
    ReleaseResult end = result(release, ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("rollout/production/shop was terminated in Temporal");
    assertThat(world.cluster.canary()).isEmpty();
    assertThat(world.cluster.weight()).isZero();
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
  }

  @Test
  void environmentThatIsTerminatedTakesTheRunningRolloutUpWhenItBeginsAnew() {
    promoted(1);
    ReleaseWorkflow release = canaried(2);
    world.terminate(WorkflowIds.environment(World.PRODUCTION));

    world.beginEnvironment();
    until(() -> world.environment().status().rollout().isPresent());
    EnvironmentStatus begun = world.environment().status();
    world.cluster.hang(false);
    world.rollout().promote(ADA);
    ReleaseResult end = result(release, ReleaseResult.class);

    assertThat(begun.stable().orElseThrow().ref().artifact()).contains(digestOf(commit(1)));
    assertThat(begun.holder()).contains("shop/000000000002-1");
    assertThat(end.outcome()).as(end.reason()).isEqualTo(Outcome.PROMOTED);
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.cluster.count("begin " + world.cluster.live())).isOne();
  }

  @Test
  void environmentAndRolloutThatAreTerminatedEndAtStableWhenSomebodySyncs() {
    promoted(1);
    ReleaseWorkflow release = canaried(2);
    world.terminate(WorkflowIds.environment(World.PRODUCTION));
    world.terminate(WorkflowIds.rollout(World.PRODUCTION));

    world.beginEnvironment();
    world.environment().sync(ADA);
    ReleaseResult end = result(release, ReleaseResult.class);

    assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(end.reason()).contains("terminated in Temporal");
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
    assertThat(world.cluster.canary()).isEmpty();
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
  }

  @Test
  void environmentThatIsTerminatedAtRestBeginsAnewWithWhatItPromotedLast() {
    promoted(1);
    promoted(2);
    world.terminate(WorkflowIds.environment(World.PRODUCTION));

    world.beginEnvironment();

    until(
        () ->
            world
                .environment()
                .status()
                .stable()
                .filter(stable -> stable.ref().artifact().equals(Optional.of(digestOf(commit(2)))))
                .isPresent());
    until(() -> world.environment().status().rollout().isEmpty());
    assertThat(world.cluster.live()).contains(digestOf(commit(2)));
    assertThat(world.git.merges()).hasSize(2);
  }

  @Test
  void environmentThatIsTerminatedRemembersItsPastWhenItBeginsAnew() {
    promoted(1);
    promoted(2);
    world.cluster.regress(digestOf(commit(3)));
    result(world.release(3), ReleaseResult.class);
    until(() -> world.environment().status().history().size() == 3);
    EnvironmentStatus before = world.environment().status();
    world.terminate(WorkflowIds.environment(World.PRODUCTION));

    world.beginEnvironment();
    until(() -> !world.environment().status().history().isEmpty());
    EnvironmentStatus after = world.environment().status();

    assertThat(after.history()).isEqualTo(before.history());
    assertThat(after.quarantine()).isEqualTo(before.quarantine());
    assertThat(after.earlier()).isEqualTo(before.earlier());
    assertThat(after.stable()).isEqualTo(before.stable());
    assertThat(result(world.again(3, 4, Optional.empty()), ReleaseResult.class).reason())
        .contains("quarantined");
  }

  @Test
  void whatWasPushedWhileNoEnvironmentRanIsCanariedWhenItBeginsAnew() {
    promoted(1);
    world.terminate(WorkflowIds.environment(World.PRODUCTION));
    world.git.push(new FakeGit.Content(digestOf(commit(7)), 2), "bob");

    world.beginEnvironment();

    until(() -> world.environment().status().history().size() == 2);
    assertThat(world.cluster.events())
        .contains("begin rev:" + digestOf(commit(7)) + ":2", "step 10");
  }

  @Test
  void environmentOutlivesAClusterThatRefusesAndSaysSo() {
    promoted(1);
    world.cluster.refuse("the namespace is gone");
    world.environment().liveChanged();
    until(() -> world.environment().status().trouble().isPresent());
    assertThat(world.environment().status().trouble().orElseThrow().reason())
        .contains("the namespace is gone");

    world.cluster.refuse("");
    world.environment().liveChanged();

    until(() -> world.environment().status().trouble().isEmpty());
    promoted(2);
  }

  @Test
  void personsOwnCommitIsCanariedAndRestoredWhenItRegresses() {
    promoted(1);
    String bad = digestOf(commit(7));
    world.cluster.regress(bad);

    world.git.push(new Content(bad, 2), "grace");
    world.environment().headMoved(new HeadMoved(""));

    until(() -> world.environment().status().history().size() == 2);
    assertThat(world.environment().status().history().getFirst().kind())
        .isEqualTo(Kind.ROLLED_BACK);
    assertThat(world.git.head().artifact()).isEqualTo(digestOf(commit(1)));
    assertThat(world.cluster.live()).contains(digestOf(commit(1)));
  }

  @Test
  void personsCommitThatTouchesNoPodIsSyncedWithoutACanary() {
    promoted(1);

    world.git.push(new Content(digestOf(commit(1)), 7), "grace");
    world.environment().headMoved(new HeadMoved(""));

    until(() -> world.cluster.live().endsWith(":7"));
    assertThat(world.cluster.events()).noneMatch(event -> event.startsWith("begin"));
  }

  @Test
  void driftIsHealedAndTheFieldsAreNamed() {
    promoted(1);
    world.cluster.drift("Deployment/shop: spec.replicas: 3 instead of 2");

    world.environment().liveChanged();

    until(() -> !world.environment().status().drift().isEmpty());
    assertThat(world.environment().status().drift().getFirst().fields())
        .containsExactly("Deployment/shop: spec.replicas: 3 instead of 2");
  }

  @Test
  void pushToTheSourceBranchStartsAReleaseByItself() {
    dev.slipway.service.ServiceWorkflow service = world.service();

    service.headMoved(new HeadMoved(commit(5)));

    until(() -> world.git.merges().contains("shop/000000000005-1"));
    until(() -> service.status().running().isEmpty());
    assertThat(service.status().head()).isEqualTo(commit(5));
  }

  private void promoted(int number) {
    assertThat(result(world.release(number), ReleaseResult.class).outcome())
        .isEqualTo(Outcome.PROMOTED);
  }

  /** How often the first release has begun to poll its pull request. */
  private long polls() {
    return times(1, "ForgeAwaitChange");
  }

  /** How often a release has begun such an activity. */
  private long times(int number, String activity) {
    return history(number).stream()
        .map(event -> event.getActivityTaskScheduledEventAttributes().getActivityType().getName())
        .filter(activity::equals)
        .count();
  }

  private List<HistoryEvent> history(int number) {
    return world
        .temporal
        .getWorkflowClient()
        .fetchHistory(WorkflowIds.release(new ReleaseKey("shop", commit(number), 1)))
        .getEvents();
  }

  private ReleaseWorkflow running(int number) {
    return world
        .temporal
        .getWorkflowClient()
        .newWorkflowStub(
            ReleaseWorkflow.class, WorkflowIds.release(new ReleaseKey("shop", commit(number), 1)));
  }

  /** Its canary has traffic, and its step goes on until it is cancelled. */
  private ReleaseWorkflow canaried(int number) {
    world.cluster.hang(true);
    ReleaseWorkflow release = world.release(number);
    until(() -> world.cluster.weight() > 0);
    return release;
  }

  /** It has asked for the merge, and the forge refuses it. */
  private ReleaseWorkflow awaitingPermission(int number) {
    ReleaseWorkflow release = world.release(number);
    until(
        () ->
            release
                .status()
                .waiting()
                .filter(waiting -> waiting.reason().contains("one review is missing"))
                .isPresent());
    return release;
  }

  private ReleaseWorkflow awaitingApproval(int number) {
    ReleaseWorkflow release = world.release(number);
    until(
        () ->
            release.status().phase() == Phase.AWAITING_APPROVAL
                && release.status().waiting().isPresent());
    return release;
  }
}
