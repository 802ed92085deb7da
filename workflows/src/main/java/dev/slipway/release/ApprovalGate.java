package dev.slipway.release;

import dev.slipway.delivery.ApprovalRule;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.Review;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the human decisions on one proposed change. Bound to the artifact's digest and the
 * rendered diff that was shown: another proposal needs another gate, so a new head or a new stable
 * voids what was approved.
 */
final class ApprovalGate {

  private final int needed;
  private final String artifact;
  private final ProposedChange change;
  private final Predicate<String> mayApprove;
  private final boolean forgeReviewOnly;
  private final Map<String, Approval> approvals = new LinkedHashMap<>();
  private @Nullable Approval rejection;

  /**
   * @param rule how many different people, and whether only the forge's own reviews count
   * @param mayApprove whether a person's name is one of those who may
   */
  ApprovalGate(
      ApprovalRule rule, String artifact, ProposedChange change, Predicate<String> mayApprove) {
    needed = rule.count();
    forgeReviewOnly = rule.forgeReview();
    this.artifact = artifact;
    this.change = change;
    this.mayApprove = mayApprove;
  }

  /** Why this decision cannot be taken; empty when it can. */
  Optional<String> objection(Decision decision) {
    if (forgeReviewOnly) {
      return Optional.of(
          "here only a review on the forge counts: approve or close the pull request there");
    }
    if (!decision.diffDigest().isEmpty() && !decision.diffDigest().equals(change.diffDigest())) {
      return Optional.of(
          "the change is not the one that was shown any more: look at it again, then decide");
    }
    if (!mayApprove.test(decision.by())) {
      return Optional.of(
          decision.by() + " is not among those who may decide here (approvers in platform.yaml)");
    }
    return Optional.empty();
  }

  Approval approve(Decision decision, Instant at, String through) {
    Approval approval = record(decision, at, through);
    approvals.put(decision.by(), approval);
    return approval;
  }

  void reject(Decision decision, Instant at, String through) {
    rejection = record(decision, at, through);
  }

  /**
   * Takes over the forge's reviews of the proposed head; those of another head are stale and do not
   * count.
   */
  void review(PullRequest pullRequest) {
    for (Review review : pullRequest.reviews()) {
      Decision decision = new Decision(review.author(), review.reason(), "");
      if (!review.commit().equals(change.commit()) || !mayApprove.test(review.author())) {
        continue;
      }
      if (review.approves()) {
        approve(decision, review.at(), "forge");
      } else {
        approvals.remove(review.author());
      }
    }
  }

  boolean isApproved() {
    return approvals.size() >= needed;
  }

  Optional<Approval> rejection() {
    return Optional.ofNullable(rejection);
  }

  Iterable<Approval> approvals() {
    return approvals.values();
  }

  int missing() {
    return Math.max(0, needed - approvals.size());
  }

  private Approval record(Decision decision, Instant at, String through) {
    return new Approval(
        decision.by(), decision.reason(), at, artifact, change.diffDigest(), through);
  }
}
