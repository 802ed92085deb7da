package dev.slipway.gitops.forge;

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
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A forge over HTTP: what a pull request goes through, whatever the forge's dialect. Each method
 * looks before it acts, so that it may be cut at any point and be run again by another worker.
 */
public final class RemoteForge implements ForgeActivities, CommitChecks, Nudged {

  private final ForgeSite site;
  private final ForgeHttp http;
  private final ForgeDialect dialect;
  private final Clock clock;
  private final Pause pause;
  private final Map<String, PullWatch> watches = new ConcurrentHashMap<>();

  /**
   * @param pause between two looks at a forge that is still finding out
   */
  public RemoteForge(
      ForgeSite site, ForgeHttp http, ForgeDialect dialect, Clock clock, Pause pause) {
    this.site = site;
    this.http = http;
    this.dialect = dialect;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public PullRequest open(PullRequestOrder order) {
    ForgeRepository repository = repository(order.repository());
    RemotePull pull = new PullOpening(repository, dialect, order).run();
    return seen(repository, order.repository(), pull);
  }

  /** The pull request as it is now. */
  public PullRequest read(PullRequestRef ref) {
    ForgeRepository repository = repository(ref.repository());
    return seen(repository, ref.repository(), repository.pull(ref.number()));
  }

  @Override
  public PullRequest awaitChange(PullRequestWatch watch) {
    PullRequest seen = watch.seen();
    PullRequestRef ref = seen.ref();
    PullRequest now =
        watches
            .computeIfAbsent(
                site.repository(ref.repository()),
                name -> new PullWatch(repository(ref.repository()), clock))
            .look(ref.number(), () -> read(ref), current -> differ(current, seen));
    if (!differ(now, seen)) {
      throw ApplicationFailure.newBuilder()
          .setMessage("pull request " + ref.number() + " has not changed")
          .setType(FailureType.NOT_YET.name())
          .setCategory(ApplicationErrorCategory.BENIGN)
          .build();
    }
    return now;
  }

  private static boolean differ(PullRequest now, PullRequest seen) {
    return now.state() != seen.state()
        || !now.head().equals(seen.head())
        || !now.reviews().equals(seen.reviews())
        || now.checks() != seen.checks();
  }

  @Override
  public MergeResult merge(MergeOrder order) {
    return new PullMerge(repository(order.ref().repository()), dialect, order, pause).run();
  }

  @Override
  public void close(CloseOrder order) {
    ForgeRepository repository = repository(order.ref().repository());
    RemotePull pull = repository.pull(order.ref().number());
    if (pull.isOpen()) {
      // The comment first: it is found again by its mark if we are cut before the close.
      repository.comment(pull.number(), "slipway: closed", order.comment());
      repository.close(pull.number());
    }
    Branches.deleteEnded(repository, dialect, pull);
  }

  @Override
  public void comment(CommentOrder order) {
    repository(order.ref().repository())
        .comment(order.ref().number(), "slipway: " + order.key(), order.text());
  }

  @Override
  public void report(CommitStatus status) {
    repository(status.repository()).report(status);
  }

  @Override
  public Map<String, PullRequest.Checks> checks(String repository, String commit) {
    return dialect.checks(repository(repository), commit);
  }

  @Override
  public void nudge(String repository, Predicate<PullRequest> concerned) {
    Optional.ofNullable(watches.get(site.repository(repository)))
        .ifPresent(watch -> watch.nudge(concerned));
  }

  private PullRequest seen(ForgeRepository repository, String address, RemotePull pull) {
    List<Review> reviews =
        repository.reviews(pull.number()).stream()
            .flatMap(review -> dialect.review(review, pull).stream())
            .toList();
    Optional<String> endedBy =
        switch (pull.state()) {
          case OPEN -> Optional.empty();
          case MERGED -> pull.mergedBy();
          case CLOSED -> dialect.closedBy(repository, pull.number());
        };
    PullRequest.Checks checks =
        pull.isOpen()
            ? dialect.checks(repository, pull.head()).values().stream()
                .reduce(PullRequest.Checks.NONE, PullRequest.Checks::and)
            : PullRequest.Checks.NONE;
    return new PullRequest(
        new PullRequestRef(address, pull.number(), pull.link()),
        pull.state(),
        pull.head(),
        pull.mergeCommit(),
        endedBy,
        reviews,
        checks);
  }

  private ForgeRepository repository(String address) {
    return new ForgeRepository(http, site.repository(address));
  }
}
