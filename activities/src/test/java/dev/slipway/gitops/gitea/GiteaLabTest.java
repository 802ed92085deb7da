package dev.slipway.gitops.gitea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.build.Artifact;
import dev.slipway.gitops.ChangeOrder;
import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.gitops.HeadOrder;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.gitops.Review;
import dev.slipway.gitops.jgit.BranchHeads;
import dev.slipway.gitops.jgit.JGitConfig;
import dev.slipway.gitops.jgit.RepositoryCache;
import dev.slipway.gitops.jgit.Shop;
import dev.slipway.gitops.local.LocalForge;
import dev.slipway.gitops.render.Readers;
import dev.slipway.gitops.routing.RoutedForges;
import dev.slipway.gitops.webhook.WebhookGate;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.temporal.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A config repository at a real Gitea, with JGit and the forge's adapter as a worker has them. */
@Tag("lab")
class GiteaLabTest {

  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private GiteaLab lab;
  private Platform platform;
  private RoutedForges forges;
  private JGitConfig config;
  private String name;
  private String repository;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    lab = GiteaLab.orSkip();
    name =
        test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT)
            + "-"
            + System.nanoTime();
    name = name.length() > 90 ? name.substring(name.length() - 90) : name;
    repository = lab.repository(name, Shop.files("shop@" + Shop.OLD));
    platform = new Platform(List.of(), List.of(gitea("git", lab.token("bot"), Optional.empty())));
    forges = worker();
    config =
        new JGitConfig(
            new RepositoryCache(folder.resolve("cache"), forges), Readers.withoutTools());
  }

  private ForgeBinding gitea(String forge, Path token, Optional<String> secret) {
    return new ForgeBinding(
        forge,
        ForgeBinding.Kind.GITEA,
        lab.url(),
        token.toString(),
        secret,
        ForgeBinding.MergeMethod.MERGE);
  }

  /** Each knows nothing of what another did. */
  private RoutedForges worker() {
    return new RoutedForges(() -> platform, new LocalForge(Clock.systemUTC()), Clock.systemUTC());
  }

  private ConfigPath path() {
    return new ConfigPath(repository, "main", Shop.PATH);
  }

  private ProposedChange propose(int attempt) {
    return config.propose(
        new ChangeOrder(
            path(),
            "shop/aaaaaaaaaaaa-" + attempt,
            "production",
            "shop",
            new Artifact("shop", Shop.NEW),
            Shop.SOURCE));
  }

  private PullRequestOrder order(ProposedChange change) {
    return new PullRequestOrder(
        repository,
        "main",
        change.branch(),
        "Release shop",
        "```diff\n" + change.diff() + "\n```\n",
        "slipway/production",
        List.of("rev", "nobody-known"),
        List.of("slipway/release"));
  }

  private MergeOrder merging(PullRequest pull, String head) {
    return new MergeOrder(
        pull.ref(),
        head,
        "Release shop",
        Map.of("Slipway-Release", "shop/aaaaaaaaaaaa-1"),
        "slipway/production");
  }

  private MergeResult merge(PullRequest pull) {
    return forges.merge(merging(pull, pull.head()));
  }

  /** As the activity's policy does: again until there is something to tell. */
  private PullRequest awaitChange(PullRequest seen) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return forges.awaitChange(new PullRequestWatch(seen));
      } catch (ApplicationFailure e) {
        if (!e.getType().equals(FailureType.NOT_YET.name()) || System.nanoTime() > end) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  @Test
  void findsItsPullRequestAgainIntoABranchWithASlash() throws Exception {
    lab.call(
        "admin",
        "POST",
        "repos/admin/" + name + "/branches",
        Map.of("new_branch_name", "env/production", "old_branch_name", "main"),
        201);
    ProposedChange change =
        config.propose(
            new ChangeOrder(
                new ConfigPath(repository, "env/production", Shop.PATH),
                "shop/aaaaaaaaaaaa-1",
                "production",
                "shop",
                new Artifact("shop", Shop.NEW),
                Shop.SOURCE));
    PullRequestOrder order =
        new PullRequestOrder(
            repository,
            "env/production",
            change.branch(),
            "Release shop",
            "What it brings.",
            "slipway/production",
            List.of(),
            List.of());

    PullRequest opened = forges.open(order);

    assertThat(worker().open(order).ref()).isEqualTo(opened.ref());
  }

  @Test
  void opensIsApprovedByAnotherMergesAndFindsItMerged() throws Exception {
    ProposedChange change = propose(1);
    PullRequest opened = forges.open(order(change));
    assertThat(opened.head()).isEqualTo(change.commit());
    assertThat(lab.pull(name, opened.ref().number()).path("body").asText()).contains(Shop.NEW);
    assertThat(
            lab.pull(name, opened.ref().number())
                .path("requested_reviewers")
                .findValuesAsText("login"))
        .containsExactly("rev");
    assertThat(lab.pull(name, opened.ref().number()).path("labels").findValuesAsText("name"))
        .containsExactly("slipway/release");
    assertThat(worker().open(order(change)).ref()).isEqualTo(opened.ref());

    lab.approve("rev", name, opened.ref().number());
    PullRequest approved = awaitChange(opened);
    assertThat(approved.reviews())
        .singleElement()
        .satisfies(
            review -> {
              assertThat(review.author()).isEqualTo("rev");
              assertThat(review.approves()).isTrue();
              assertThat(review.commit()).isEqualTo(change.commit());
            });

    MergeResult merged = merge(approved);
    assertThat(merged).isInstanceOf(MergeResult.Merged.class);
    assertThat(worker().merge(merging(approved, approved.head()))).isEqualTo(merged);
    assertThat(worker().open(order(change)).state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(new BranchHeads(forges).head(repository, change.branch())).isEmpty();
    assertThat(config.head(new HeadOrder(path(), "shop")).cause().release())
        .contains("shop/aaaaaaaaaaaa-1");
    assertThat(config.head(new HeadOrder(path(), "shop")).state().artifact()).contains(Shop.NEW);
  }

  @Test
  void isRefusedByProtectionUntilAnotherApprovesAndTheStatusIsItsOwn() throws Exception {
    lab.protect(
        name,
        Map.of(
            "rule_name",
            "main",
            "required_approvals",
            1,
            "enable_status_check",
            true,
            "status_check_contexts",
            List.of("slipway/production")));
    PullRequest pull = forges.open(order(propose(1)));

    assertThat(merge(pull)).isEqualTo(new MergeResult.Refused("Does not have enough approvals"));
    assertThat(status(pull)).isEqualTo("pending");

    lab.approve("rev", name, pull.ref().number());
    assertThat(merge(pull)).isInstanceOf(MergeResult.Merged.class);
    assertThat(status(pull)).isEqualTo("success");
  }

  private String status(PullRequest pull) throws Exception {
    return lab.get(name, "commits/" + pull.head() + "/status")
        .path("statuses")
        .get(0)
        .path("status")
        .asText();
  }

  @Test
  void tellsAConflictFromAMergeabilityThatIsBeingRecomputed() throws Exception {
    PullRequest pull = forges.open(order(propose(1)));
    lab.write(
        "dev",
        name,
        "main",
        Shop.PATH + "/deployment.yaml",
        Shop.deployment("shop@sha256:" + "2".repeat(64), 3));

    assertThat(merge(pull)).isInstanceOf(MergeResult.Conflicting.class);
    assertThat(lab.pull(name, pull.ref().number()).path("state").asText()).isEqualTo("open");
  }

  @Test
  void mergesOneRightAfterAnotherThoughGiteaRecomputes() throws Exception {
    lab.write("dev", name, "main", "other/config.yaml", "a: 1\n");
    PullRequest first = forges.open(order(propose(1)));
    lab.call(
        "dev",
        "POST",
        "repos/admin/" + name + "/branches",
        Map.of("new_branch_name", "slipway/other", "old_branch_name", "main"),
        201);
    lab.write("dev", name, "slipway/other", "other/config.yaml", "a: 2\n");
    PullRequest second =
        forges.open(new PullRequestOrder(repository, "main", "slipway/other", "Other", "", ""));

    assertThat(merge(first)).isInstanceOf(MergeResult.Merged.class);
    assertThat(merge(second)).isInstanceOf(MergeResult.Merged.class);
  }

  @Test
  void seesThatAPersonClosedIt() throws Exception {
    PullRequest pull = forges.open(order(propose(1)));
    lab.close("rev", name, pull.ref().number());

    assertThat(awaitChange(pull).state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(awaitChange(pull).endedBy()).contains("rev");
    assertThat(merge(pull)).isEqualTo(new MergeResult.Closed("rev"));
  }

  @Test
  void anApprovalOfAnEarlierHeadIsNoneOfThePresentOne() throws Exception {
    ProposedChange change = propose(1);
    PullRequest pull = forges.open(order(change));
    lab.approve("rev", name, pull.ref().number());
    PullRequest approved = awaitChange(pull);
    lab.write(
        "dev",
        name,
        change.branch(),
        Shop.PATH + "/more.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n");

    PullRequest moved = awaitChange(approved);

    assertThat(moved.head()).isNotEqualTo(approved.head());
    assertThat(moved.reviews())
        .filteredOn(Review::approves)
        .noneMatch(review -> review.commit().equals(moved.head()));
    assertThat(merge(approved)).isEqualTo(new MergeResult.HeadMoved(moved.head()));
  }

  @Test
  void doesNotCountAnApprovalOfOneWhoMayNotWrite() throws Exception {
    lab.call("admin", "DELETE", "repos/admin/" + name + "/collaborators/rev", Map.of(), 204);
    PullRequest pull = forges.open(order(propose(1)));
    lab.approve("rev", name, pull.ref().number());
    lab.approve("dev", name, pull.ref().number());

    PullRequest seen = awaitChange(pull);

    assertThat(seen.reviews()).extracting(Review::author).containsExactly("dev");
  }

  @Test
  void closesItsOwnWithACommentAndWithoutABranch() throws Exception {
    ProposedChange change = propose(1);
    PullRequest pull = forges.open(order(change));

    forges.close(new CloseOrder(pull.ref(), "The release was aborted."));
    worker().close(new CloseOrder(pull.ref(), "The release was aborted."));

    assertThat(awaitChange(pull).state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(new BranchHeads(forges).head(repository, change.branch())).isEmpty();
    assertThat(lab.get(name, "issues/" + pull.ref().number() + "/comments"))
        .singleElement()
        .satisfies(
            comment ->
                assertThat(comment.path("body").asText()).startsWith("The release was aborted."));
  }

  @Test
  void reportsTheProgressOfAReleaseWithALink() throws Exception {
    String commit = new BranchHeads(forges).head(repository, "main").orElseThrow();
    CommitStatus status =
        new CommitStatus(
            repository,
            commit,
            "slipway",
            CommitStatus.State.SUCCESS,
            "promoted in production",
            "https://temporal.example.com/release");

    forges.report(status);
    worker().report(status);

    assertThat(lab.get(name, "statuses/" + commit))
        .singleElement()
        .satisfies(
            set ->
                assertThat(set.path("target_url").asText())
                    .isEqualTo("https://temporal.example.com/release"));
  }

  @Test
  void goesOnAfterTheForgeWasAwayInTheMiddle() throws Exception {
    ProposedChange change = propose(1);
    PullRequest pull = forges.open(order(change));
    GiteaLab.run("down");
    try {
      for (ApplicationFailure failure :
          List.of(
              catchThrowableOfType(ApplicationFailure.class, () -> merge(pull)),
              catchThrowableOfType(ApplicationFailure.class, () -> propose(2)),
              catchThrowableOfType(ApplicationFailure.class, () -> forges.open(order(change))))) {
        assertThat(failure.getType()).isEqualTo(FailureType.UNREACHABLE.name());
        assertThat(failure.isNonRetryable()).isFalse();
      }
    } finally {
      GiteaLab.run("up");
    }

    assertThat(forges.open(order(change)).ref()).isEqualTo(pull.ref());
    MergeResult merged = merge(pull);
    assertThat(merged).isInstanceOf(MergeResult.Merged.class);
    GiteaLab.run("down");
    GiteaLab.run("up");
    assertThat(merge(pull)).isEqualTo(merged);
  }

  @Test
  void itsWebhooksAreLetIn() throws Exception {
    Path secret = folder.resolve("key");
    Files.writeString(secret, "k3y");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Platform withKey =
        new Platform(
            List.of(), List.of(gitea("git", lab.token("bot"), Optional.of(secret.toString()))));
    WebhookGate gate = new WebhookGate(() -> withKey);
    BlockingQueue<WebhookGate.Verdict> verdicts = new LinkedBlockingQueue<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/webhooks/git",
        exchange -> {
          String signature = exchange.getRequestHeaders().getFirst("X-Hub-Signature-256");
          verdicts.add(gate.judge("git", signature, exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    try {
      lab.hook(
          name, "http://127.0.0.1:" + receiver.getAddress().getPort() + "/webhooks/git", "k3y");
      ProposedChange change = propose(1);
      PullRequest pull = forges.open(order(change));
      lab.approve("rev", name, pull.ref().number());

      awaitLet(verdicts, let -> let.news().pull().isEmpty());
      awaitLet(
          verdicts,
          let ->
              let.news().concerns(pull)
                  && let.news().branch().equals(Optional.of(change.branch())));
    } finally {
      receiver.stop(0);
    }
  }

  private void awaitLet(
      BlockingQueue<WebhookGate.Verdict> verdicts,
      java.util.function.Predicate<WebhookGate.Verdict.Let> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      WebhookGate.Verdict verdict = verdicts.poll(1, TimeUnit.SECONDS);
      if (verdict instanceof WebhookGate.Verdict.Let let
          && let.news().repository().equals("admin/" + name)
          && wanted.test(let)) {
        return;
      }
      assertThat(verdict).isNotInstanceOf(WebhookGate.Verdict.Refused.class);
    }
    throw new AssertionError("no such webhook came within " + LIMIT.toSeconds() + " s");
  }
}
