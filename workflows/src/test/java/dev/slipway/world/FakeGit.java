package dev.slipway.world;

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
import dev.slipway.gitops.Review;
import dev.slipway.hook.Hook;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A config repository with one path, and its forge. The path's content is an artifact and a number
 * of replicas; each commit on the production branch is kept.
 */
public final class FakeGit implements ConfigActivities, ForgeActivities {

  /** What the path holds at a commit. */
  public record Content(String artifact, int replicas) {

    String revision() {
      return "rev:" + artifact + ":" + replicas;
    }
  }

  private volatile Runnable merging = () -> {};
  private volatile Runnable opening = () -> {};
  private final Queue<Runnable> duringRead = new ConcurrentLinkedQueue<>();

  private record Commit(String id, Content content, CommitCause cause) {}

  private final List<Commit> branch = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();
  private final List<CommitStatus> statuses = new ArrayList<>();
  private String links = "pull/";
  private final Map<String, Content> proposals = new LinkedHashMap<>();
  private final Map<Integer, PullRequest> pullRequests = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private Optional<String> protection = Optional.empty();
  private String sharedBase = "";
  private String brokenRechecks = "";
  private int proposedOfBroken;
  private List<Hook> hooks = List.of();

  public FakeGit(Content first) {
    branch.add(new Commit("c0", first, new CommitCause(Optional.empty(), "platform", "start")));
  }

  /** A person pushes to the production branch. */
  public synchronized String push(Content content, String author) {
    String id = "c" + branch.size();
    branch.add(new Commit(id, content, new CommitCause(Optional.empty(), author, "by hand")));
    return id;
  }

  public synchronized Content head() {
    return branch.getLast().content();
  }

  public synchronized List<String> merges() {
    return branch.stream().flatMap(commit -> commit.cause().release().stream()).toList();
  }

  public synchronized int commits() {
    return branch.size();
  }

  public synchronized List<PullRequest> pullRequests() {
    return List.copyOf(pullRequests.values());
  }

  /** Branch protection: every merge is refused with this reason. */
  public synchronized void protect(String reason) {
    protection = Optional.of(reason);
  }

  /** Pull requests are seen by people from now on, as those of a forge on the web. */
  public synchronized void onTheWeb() {
    links = "https://git.example.com/pulls/";
  }

  public synchronized List<String> comments() {
    return List.copyOf(comments);
  }

  public synchronized List<CommitStatus> statuses() {
    return List.copyOf(statuses);
  }

  public synchronized void unprotect() {
    protection = Optional.empty();
  }

  public synchronized void review(int number, Review review) {
    PullRequest old = pullRequest(number);
    List<Review> reviews = new ArrayList<>(old.reviews());
    reviews.add(review);
    pullRequests.put(
        number,
        new PullRequest(
            old.ref(), old.state(), old.head(), old.mergeCommit(), old.endedBy(), reviews));
  }

  public synchronized void closeByPerson(int number, String by) {
    PullRequest old = pullRequest(number);
    pullRequests.put(
        number,
        new PullRequest(
            old.ref(),
            PullRequest.State.CLOSED,
            old.head(),
            Optional.empty(),
            Optional.of(by),
            old.reviews()));
  }

  /** A person merges it on the forge, which leaves no trailer of ours. */
  public synchronized void mergeByPerson(int number, String by) {
    PullRequest old = pullRequest(number);
    String id =
        push(Objects.requireNonNull(proposals.get(old.head().substring("head of ".length()))), by);
    pullRequests.put(
        number,
        new PullRequest(
            old.ref(),
            PullRequest.State.MERGED,
            old.head(),
            Optional.of(id),
            Optional.of(by),
            old.reviews()));
  }

  /** Something outside the path, which it is rendered with, changes. */
  public synchronized void shareBase(String base) {
    sharedBase = base;
  }

  private PullRequest pullRequest(int number) {
    return Objects.requireNonNull(pullRequests.get(number), "no pull request " + number);
  }

  private RenderedState render(String commit, Content content) {
    Optional<String> artifact =
        content.artifact().isEmpty() ? Optional.empty() : Optional.of(content.artifact());
    return new RenderedState(
        commit,
        content.revision() + sharedBase,
        "pods:" + content.artifact() + sharedBase,
        artifact,
        3,
        hooks);
  }

  /** Jobs of the path, at all of its commits. */
  public synchronized void hooks(Hook... jobs) {
    hooks = List.of(jobs);
  }

  /** Something happens outside while the branch's head is read, when it has been looked up. */
  public void duringNextRead(Runnable what) {
    duringRead.add(what);
  }

  @Override
  public synchronized ConfigHead head(HeadOrder order) {
    Commit head = branch.getLast();
    Optional.ofNullable(duringRead.poll()).ifPresent(Runnable::run);
    return new ConfigHead(render(head.id(), head.content()), head.cause());
  }

  /** The first proposal of this release succeeds, each further one is broken; empty: no more. */
  public synchronized void breakRechecksOf(String release) {
    brokenRechecks = release;
    proposedOfBroken = 0;
  }

  @Override
  public synchronized ProposedChange propose(ChangeOrder order) {
    if (order.release().toString().equals(brokenRechecks) && proposedOfBroken++ > 0) {
      throw FailureType.MISCONFIGURED.permanent("the overlay does not render");
    }
    return change(
        order.environment() + "/" + order.release(),
        new Content(order.artifact().digest(), head().replicas()));
  }

  @Override
  public synchronized ProposedChange restore(RestoreOrder order) {
    Content stable =
        branch.stream()
            .filter(c -> c.id().equals(order.stableCommit()))
            .findFirst()
            .orElseThrow()
            .content();
    return change("restore/" + order.key(), stable);
  }

  private ProposedChange change(String name, Content wanted) {
    Commit base = branch.getLast();
    proposals.put(name, wanted);
    return new ProposedChange(
        name,
        "head of " + name,
        render(base.id(), base.content()),
        render("proposed", wanted),
        "diff:" + base.content().revision() + "->" + wanted.revision(),
        "- " + base.content() + "\n+ " + wanted);
  }

  /** Something happens outside between the opening of a pull request and its answer. */
  public void whenOpened(Runnable what) {
    opening = what;
  }

  @Override
  public PullRequest open(PullRequestOrder order) {
    PullRequest opened = openNow(order);
    opening.run();
    return opened;
  }

  private synchronized PullRequest openNow(PullRequestOrder order) {
    int number =
        numbers.compute(
            order.branch(),
            (name, before) ->
                before == null || isClosed(before) ? pullRequests.size() + 1 : before);
    return pullRequests.computeIfAbsent(
        number,
        n ->
            new PullRequest(
                new PullRequestRef(order.repository(), n, links + n),
                PullRequest.State.OPEN,
                "head of " + order.branch(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
  }

  /** Whoever proposes a closed one's branch again wants another decision: forges open a new one. */
  private boolean isClosed(int number) {
    return pullRequest(number).state() == PullRequest.State.CLOSED;
  }

  @Override
  public synchronized PullRequest awaitChange(PullRequestWatch watch) {
    PullRequest now = pullRequest(watch.seen().ref().number());
    if (now.equals(watch.seen())) {
      throw FailureType.NOT_YET.retryable("the pull request has not changed");
    }
    return now;
  }

  /** Something happens outside between a merge and its answer. */
  public void whenMerged(Runnable what) {
    merging = what;
  }

  @Override
  public MergeResult merge(MergeOrder order) {
    MergeResult result = mergeNow(order);
    merging.run();
    return result;
  }

  private synchronized MergeResult mergeNow(MergeOrder order) {
    PullRequest old = pullRequest(order.ref().number());
    if (old.mergeCommit().isPresent()) {
      return new MergeResult.Merged(old.mergeCommit().get());
    }
    if (old.state() == PullRequest.State.CLOSED) {
      return new MergeResult.Closed(old.endedBy().orElse(""));
    }
    if (protection.isPresent()) {
      return new MergeResult.Refused(protection.get());
    }
    String name = old.head().substring("head of ".length());
    String id = "c" + branch.size();
    branch.add(
        new Commit(
            id,
            Objects.requireNonNull(proposals.get(name)),
            new CommitCause(
                Optional.ofNullable(order.trailers().get("Slipway-Release")),
                "slipway",
                order.message())));
    pullRequests.put(
        order.ref().number(),
        new PullRequest(
            old.ref(),
            PullRequest.State.MERGED,
            old.head(),
            Optional.of(id),
            Optional.of("slipway"),
            old.reviews()));
    return new MergeResult.Merged(id);
  }

  @Override
  public synchronized void comment(CommentOrder order) {
    comments.add(order.ref().link() + ": " + order.text());
  }

  @Override
  public synchronized void close(CloseOrder order) {
    closeByPerson(order.ref().number(), "slipway");
  }

  @Override
  public synchronized void report(CommitStatus status) {
    statuses.add(status);
  }

  /** The content of a commit of the production branch. */
  public synchronized Content at(String commit) {
    return branch.stream().filter(c -> c.id().equals(commit)).findFirst().orElseThrow().content();
  }

  synchronized RenderedState renderedAt(String commit) {
    return render(commit, at(commit));
  }
}
