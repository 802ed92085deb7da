package dev.slipway.gitops.local;

import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommentOrder;
import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestRef;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.gitops.Review;
import dev.slipway.gitops.jgit.SlipwayCommit;
import dev.slipway.gitops.local.JsonRef.Version;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The built-in forge: it keeps everything in the bare config repository itself, and looks at the
 * branches to find what people did there with plain git.
 *
 * <p>Pull request {@code n} is {@code refs/slipway/pulls/<n>/meta} (a commit a change; {@code git
 * log} shows its story) and {@code …/head}; statuses are {@code refs/slipway/statuses/<commit>};
 * rules are {@code refs/slipway/protection}. Writers take a file lock and compare and set each ref,
 * so that workers do not disturb each other. A merge is one moved ref; all else is written down
 * after it, and found again from it.
 *
 * <p>A person merges with {@code git merge --no-ff} and a push (then that commit's author is who
 * merged it), rejects by deleting the branch, and reviews by {@link #review}.
 */
public final class LocalForge implements ForgeActivities {

  private static final int MAX_REVIEWS = 500;

  private final PullStore pulls = new PullStore();
  private final Clock clock;

  /** Work on an opened repository. */
  @FunctionalInterface
  private interface Work<T> {
    T in(ForgeSession session) throws IOException;
  }

  /**
   * @param clock dates of the commits that it makes
   */
  public LocalForge(Clock clock) {
    this.clock = clock;
  }

  @Override
  public PullRequest open(PullRequestOrder order) {
    return locked(order.repository(), session -> new PullOpening(session, order).run());
  }

  /** The pull request as it is now. */
  public PullRequest read(PullRequestRef ref) {
    Optional<PullRequest> unchanged =
        unlocked(
            ref.repository(),
            session -> {
              PullRecord record = pulls.load(session.repository(), ref.number()).value();
              return session.ended(record).isPresent()
                  ? Optional.empty()
                  : Optional.of(session.current(record).seen(ref.repository()));
            });
    return unchanged.orElseGet(
        () ->
            locked(
                ref.repository(),
                session -> {
                  PullRecord record = session.settled(ref.number()).value();
                  return session.current(record).seen(ref.repository());
                }));
  }

  @Override
  public PullRequest awaitChange(PullRequestWatch watch) {
    PullRequest seen = watch.seen();
    PullRequest now = read(seen.ref());
    if (now.state() == seen.state()
        && now.head().equals(seen.head())
        && now.reviews().size() == seen.reviews().size()) {
      throw ApplicationFailure.newBuilder()
          .setMessage("pull request " + seen.ref().number() + " has not changed")
          .setType(FailureType.NOT_YET.name())
          .setCategory(ApplicationErrorCategory.BENIGN)
          .build();
    }
    return now;
  }

  @Override
  public MergeResult merge(MergeOrder order) {
    return locked(order.ref().repository(), session -> new PullMerging(session, order).run());
  }

  @Override
  public void close(CloseOrder order) {
    closeBy(order.ref(), SlipwayCommit.NAME, order.comment());
  }

  /** A person closes a pull request: its branch is deleted. Nothing happens when it has ended. */
  public PullRequest closeBy(PullRequestRef ref, String by, String comment) {
    return locked(
        ref.repository(),
        session -> {
          Version<PullRecord> version = session.settled(ref.number());
          if (version.value().isOpen()) {
            PullRecord closed = session.current(version.value()).closed(Optional.of(by), comment);
            String message = "Close pull request " + ref.number() + "\n\n" + comment;
            version = session.save(Optional.of(version), closed, session.change(by, message));
          }
          session.deleteBranch(version.value());
          return version.value().seen(ref.repository());
        });
  }

  /** It is the last word of the pull request's story: {@code git log} shows all of them. */
  @Override
  public void comment(CommentOrder order) {
    locked(
        order.ref().repository(),
        session -> {
          Version<PullRecord> version = session.settled(order.ref().number());
          PullRecord commented = version.value().commented(order.text());
          if (!commented.equals(version.value())) {
            String message =
                "Comment on pull request " + order.ref().number() + "\n\n" + order.text();
            session.save(Optional.of(version), commented, session.bySlipway(message));
          }
          return commented;
        });
  }

  @Override
  public void report(CommitStatus status) {
    locked(status.repository(), session -> new BranchRules(session).report(status));
  }

  /**
   * A person reviews a pull request. The same review again changes nothing, nor does one of a pull
   * request that has ended.
   *
   * @param review its commit is the head that was looked at
   */
  public PullRequest review(PullRequestRef ref, Review review) {
    return locked(
        ref.repository(),
        session -> {
          Version<PullRecord> version = session.settled(ref.number());
          PullRecord record = session.current(version.value());
          if (record.isOpen() && !record.reviews().contains(review)) {
            if (record.reviews().size() >= MAX_REVIEWS) {
              throw FailureType.LIMIT_EXCEEDED.permanent(
                  "pull request " + ref.number() + " has " + MAX_REVIEWS + " reviews already");
            }
            record = record.reviewed(review);
            String verb = review.approves() ? "Approve" : "Reject";
            String message = verb + " pull request " + ref.number() + "\n\n" + review.reason();
            session.save(Optional.of(version), record, session.change(review.author(), message));
          }
          return record.seen(ref.repository());
        });
  }

  /** Sets what a branch asks of a merge; empty takes its protection away. */
  public void protect(String repository, String branch, Optional<Protection> protection) {
    locked(repository, session -> new BranchRules(session).protect(branch, protection));
  }

  /** All pull requests of a repository, newest first, as they were last written down. */
  public List<PullRequest> list(String repository) {
    return unlocked(
        repository,
        session ->
            pulls.all(session.repository()).stream()
                .map(version -> version.value().seen(repository))
                .toList());
  }

  private <T> T unlocked(String address, Work<T> work) {
    return BareRepository.at(address)
        .open(repository -> work.in(new ForgeSession(repository, pulls, clock)));
  }

  private <T> T locked(String address, Work<T> work) {
    return BareRepository.at(address)
        .locked(repository -> work.in(new ForgeSession(repository, pulls, clock)));
  }
}
