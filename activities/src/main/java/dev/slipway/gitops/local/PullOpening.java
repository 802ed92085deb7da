package dev.slipway.gitops.local;

import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.local.JsonRef.Version;
import dev.slipway.temporal.FailureType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** Finds the pull request of a branch, or opens it: one branch has at most one open. */
final class PullOpening {

  private static final int MAX_BODY = 64_000;

  private final ForgeSession session;
  private final PullRequestOrder order;

  PullOpening(ForgeSession session, PullRequestOrder order) {
    this.session = session;
    this.order = order;
  }

  PullRequest run() throws IOException {
    Optional<ObjectId> branch = session.branch(order.branch());
    for (Version<PullRecord> version :
        session.pulls().ofBranch(session.repository(), order.branch())) {
      Version<PullRecord> settled = session.settle(version);
      if (settled.value().isOpen()) {
        return seen(described(settled));
      }
      if (isAboutSameHead(settled.value(), branch)) {
        return seen(settled.value());
      }
    }
    return seen(opened(branch));
  }

  /**
   * A merged one is found again by its head. A closed one only when its branch is gone: whoever
   * pushed the branch again wants another decision.
   */
  private static boolean isAboutSameHead(PullRecord record, Optional<ObjectId> branch) {
    return switch (record.state()) {
      case OPEN -> true;
      case MERGED -> branch.isEmpty() || branch.get().name().equals(record.head());
      case CLOSED -> branch.isEmpty();
    };
  }

  private PullRecord described(Version<PullRecord> version) throws IOException {
    PullRecord old = session.current(version.value());
    PullRecord described = old.withText(order.title(), body(), old.head());
    if (!described.equals(version.value())) {
      session.save(
          Optional.of(version),
          described,
          session.bySlipway("Update pull request " + old.number() + ": " + order.title()));
    }
    return described;
  }

  private PullRecord opened(Optional<ObjectId> branch) throws IOException {
    ObjectId head =
        branch.orElseThrow(
            () ->
                FailureType.NOT_FOUND.retryable(
                    "there is no branch '" + order.branch() + "': push it again"));
    int number = session.pulls().nextNumber(session.repository());
    PullRecord opened =
        new PullRecord(
            number,
            order.base(),
            order.branch(),
            order.title(),
            body(),
            PullRequest.State.OPEN,
            head.name(),
            Optional.empty(),
            Optional.empty(),
            "",
            List.of());
    String message = "Open pull request " + number + ": " + order.title() + "\n\n" + opened.body();
    Version<PullRecord> saved = session.save(Optional.empty(), opened, session.bySlipway(message));
    return session.settle(saved).value();
  }

  private PullRequest seen(PullRecord record) {
    return record.seen(order.repository());
  }

  private String body() {
    String body = order.body();
    return body.length() > MAX_BODY ? body.substring(0, MAX_BODY) + "\n…" : body;
  }
}
