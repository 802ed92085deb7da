package dev.slipway.gitops.local;

import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.jgit.SlipwayCommit;
import dev.slipway.gitops.local.JsonRef.Version;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Merges a pull request by one moved ref. All else (the record, the branch) follows from it and is
 * done by whoever comes next, if this worker is killed.
 */
final class PullMerging {

  private static final int ATTEMPTS = 20;

  private final ForgeSession session;
  private final MergeOrder order;

  PullMerging(ForgeSession session, MergeOrder order) {
    this.session = session;
    this.order = order;
  }

  MergeResult run() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Version<PullRecord> version = session.settled(order.ref().number());
      Optional<MergeResult> result = ended(version.value());
      if (result.isEmpty()) {
        result = merge(version);
      }
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw FailureType.UNREACHABLE.retryable(
        "the production branch moves all the time; the merge is tried again");
  }

  private static Optional<MergeResult> ended(PullRecord record) {
    return switch (record.state()) {
      case OPEN -> Optional.empty();
      case MERGED -> Optional.of(new MergeResult.Merged(record.mergeCommit().orElseThrow()));
      case CLOSED -> Optional.of(new MergeResult.Closed(record.endedBy().orElse("somebody")));
    };
  }

  /**
   * @return empty when the production branch moved meanwhile
   */
  private Optional<MergeResult> merge(Version<PullRecord> version) throws IOException {
    PullRecord record = session.current(version.value());
    if (!record.head().equals(order.expectedHead())) {
      return Optional.of(new MergeResult.HeadMoved(record.head()));
    }
    Optional<String> refusal = new BranchRules(session).refusal(record);
    if (refusal.isPresent()) {
      return Optional.of(new MergeResult.Refused(refusal.get()));
    }
    ObjectId base = base(record);
    BranchMerge.Made made =
        BranchMerge.make(
            session.repository(),
            base,
            ObjectId.fromString(record.head()),
            new SlipwayCommit(order.message(), "", order.trailers()),
            session.now());
    if (made.commit().isEmpty()) {
      String files = String.join(", ", made.conflicts());
      return Optional.of(
          new MergeResult.Conflicting("it conflicts with '" + record.base() + "' in " + files));
    }
    ObjectId commit = made.commit().get();
    String ref = Constants.R_HEADS + record.base();
    if (!BareRepository.set(session.repository(), ref, Optional.of(base), commit)) {
      return Optional.empty();
    }
    session.settle(version);
    return Optional.of(new MergeResult.Merged(commit.name()));
  }

  private ObjectId base(PullRecord record) throws IOException {
    return session
        .branch(record.base())
        .orElseThrow(
            () ->
                FailureType.NOT_FOUND.retryable(
                    "there is no branch '" + record.base() + "' to merge into: push it again"));
  }
}
