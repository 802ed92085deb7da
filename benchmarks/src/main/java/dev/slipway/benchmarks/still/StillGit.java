package dev.slipway.benchmarks.still;

import dev.slipway.gitops.ChangeOrder;
import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommentOrder;
import dev.slipway.gitops.CommitCause;
import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.ConfigActivities;
import dev.slipway.gitops.ConfigHead;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.gitops.HeadOrder;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestRef;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.gitops.RenderedState;
import dev.slipway.gitops.RestoreOrder;
import dev.slipway.temporal.FailureType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Config repositories and their forge, in memory. Only the heads of paths are kept; all else is
 * told by the orders themselves, so that what waits here takes no heap of its own.
 */
public final class StillGit implements ConfigActivities, ForgeActivities {

  /** Where the text of a proposal's branch and head parts. */
  private static final String AT = "@";

  private record Head(String commit, String artifact, Optional<String> release) {}

  private static final Head FIRST = new Head("c0", "", Optional.empty());

  private final Map<String, Head> heads = new ConcurrentHashMap<>();
  private final Set<Integer> merged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();
  private final LongAdder polls = new LongAdder();

  /** How many pull requests were opened. */
  public int opened() {
    return opened.get();
  }

  /** How often a pull request was asked whether it changed. */
  public long polls() {
    return polls.sum();
  }

  @Override
  public ConfigHead head(HeadOrder order) {
    Head head = heads.getOrDefault(order.path().path(), FIRST);
    return new ConfigHead(
        render(head.commit(), head.artifact()),
        new CommitCause(head.release(), "slipway", "a release"));
  }

  @Override
  public ProposedChange propose(ChangeOrder order) {
    String path = order.path().path();
    String artifact = order.artifact().digest();
    Head base = heads.getOrDefault(path, FIRST);
    return new ProposedChange(
        "slipway/" + order.release(),
        path + AT + artifact,
        render(base.commit(), base.artifact()),
        render("proposed", artifact),
        "diff:" + base.artifact() + ":" + artifact,
        "-   image: " + base.artifact() + "\n+   image: " + artifact);
  }

  @Override
  public ProposedChange restore(RestoreOrder order) {
    throw new IllegalStateException("no release of a benchmark goes back, but this does: " + order);
  }

  @Override
  public PullRequest open(PullRequestOrder order) {
    int number = opened.incrementAndGet();
    return new PullRequest(
        new PullRequestRef(order.repository(), number, "refs/slipway/pulls/" + number),
        PullRequest.State.OPEN,
        order.branch(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  @Override
  public PullRequest awaitChange(PullRequestWatch watch) {
    polls.increment();
    throw FailureType.NOT_YET.retryable("the pull request has not changed");
  }

  @Override
  public MergeResult merge(MergeOrder order) {
    String path = order.expectedHead().substring(0, order.expectedHead().lastIndexOf(AT));
    String artifact = order.expectedHead().substring(path.length() + AT.length());
    String commit = "c" + order.ref().number();
    // The bare workflows give the order of a release again.
    if (merged.add(order.ref().number())) {
      heads.put(
          path,
          new Head(commit, artifact, Optional.ofNullable(order.trailers().get("Slipway-Release"))));
    }
    return new MergeResult.Merged(commit);
  }

  @Override
  public void comment(CommentOrder order) {}

  @Override
  public void close(CloseOrder order) {}

  @Override
  public void report(CommitStatus status) {}

  private static RenderedState render(String commit, String artifact) {
    return new RenderedState(
        commit,
        "sha256:rendered" + artifact,
        "sha256:pods" + artifact,
        artifact.isEmpty() ? Optional.empty() : Optional.of(artifact),
        3);
  }
}
