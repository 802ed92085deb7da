package dev.slipway.gitops.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.ProposedChange;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.jgit.JGitConfig;
import dev.slipway.gitops.jgit.RepositoryCache;
import dev.slipway.gitops.jgit.Shop;
import dev.slipway.gitops.jgit.TestRemote;
import dev.slipway.gitops.render.Readers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads on two caches and two forges at once, as two workers have them. */
class TwoWorkersTest {

  private static final int SERVICES = 6;

  @TempDir private Path folder;
  private TestRemote remote;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @BeforeEach
  void start() throws IOException {
    remote = TestRemote.create(folder.resolve("config.git"));
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < SERVICES; i++) {
      files.put("apps/s" + i + "/deployment.yaml", Shop.deployment("shop@" + Shop.OLD, 2));
    }
    remote.commit("main", "ana", "Start", files);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    remote.close();
  }

  private record Worker(JGitConfig config, LocalForge forge) {}

  private Worker worker(String name) {
    return new Worker(
        new JGitConfig(new RepositoryCache(folder.resolve(name)), Readers.withoutTools()),
        new LocalForge(Clock.systemUTC()));
  }

  private MergeResult release(Worker worker, int service) {
    ProposedChange change = worker.config().propose(order(service));
    PullRequest pullRequest =
        worker
            .forge()
            .open(
                new PullRequestOrder(
                    remote.address(), "main", change.branch(), "Release", "of s" + service));
    return worker
        .forge()
        .merge(new MergeOrder(pullRequest.ref(), pullRequest.head(), "Release", Map.of()));
  }

  private dev.slipway.gitops.ChangeOrder order(int service) {
    return new dev.slipway.gitops.ChangeOrder(
        new dev.slipway.gitops.ConfigPath(remote.address(), "main", "apps/s" + service),
        "s" + service + "/aaaaaaaaaaaa-1",
        "production",
        "shop",
        new dev.slipway.build.Artifact("shop", Shop.NEW),
        Shop.SOURCE);
  }

  private <T> List<T> all(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(tasks)) {
      results.add(future.get());
    }
    return results;
  }

  @Test
  void mergeEachChangeOnceThoughBothDoEveryRelease() throws Exception {
    List<Worker> workers = List.of(worker("one"), worker("two"));
    // Both share a directory with a third: processes of one machine.
    Worker neighbour = worker("one");
    List<Callable<MergeResult>> tasks = new ArrayList<>();
    for (int service = 0; service < SERVICES; service++) {
      int of = service;
      // Every change is made by somebody before others repeat it: a proposal after the merge is a
      // no-op without a branch.
      ProposedChange change = neighbour.config().propose(order(of));
      PullRequest pullRequest =
          neighbour
              .forge()
              .open(
                  new PullRequestOrder(
                      remote.address(), "main", change.branch(), "Release", "of s" + of));
      for (Worker worker : workers) {
        tasks.add(
            () ->
                worker
                    .forge()
                    .merge(
                        new MergeOrder(
                            pullRequest.ref(), pullRequest.head(), "Release", Map.of())));
      }
    }

    List<MergeResult> results = all(tasks);

    assertThat(results).allMatch(MergeResult.Merged.class::isInstance);
    assertThat(Set.copyOf(results)).hasSize(SERVICES);
    assertThat(remote.line("main")).hasSize(SERVICES + 1);
    for (int service = 0; service < SERVICES; service++) {
      assertThat(remote.text("main", "apps/s" + service + "/deployment.yaml")).contains(Shop.NEW);
    }
    assertThat(remote.branches()).containsExactly("main");
    assertThat(remote.git("fsck")).doesNotContain("error");
  }

  @Test
  void bringDifferentServicesWithoutDisturbingEachOther() throws Exception {
    List<Worker> workers = List.of(worker("one"), worker("one"), worker("two"));
    List<Callable<MergeResult>> tasks = new ArrayList<>();
    for (int service = 0; service < SERVICES; service++) {
      int of = service;
      tasks.add(() -> release(workers.get(of % workers.size()), of));
    }

    assertThat(all(tasks)).allMatch(MergeResult.Merged.class::isInstance);
    assertThat(remote.line("main")).hasSize(SERVICES + 1);
    assertThat(remote.branches()).containsExactly("main");
  }

  @Test
  void openOnePullRequestForOneBranch() throws Exception {
    Worker worker = worker("one");
    ProposedChange change = worker.config().propose(order(0));
    List<Callable<PullRequest>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      LocalForge forge = new LocalForge(Clock.systemUTC());
      tasks.add(
          () ->
              forge.open(
                  new PullRequestOrder(remote.address(), "main", change.branch(), "Release", "")));
    }

    assertThat(Set.copyOf(all(tasks))).hasSize(1);
    assertThat(worker.forge().list(remote.address())).hasSize(1);
  }

  @Test
  void makeTheSameBranchTogether() throws Exception {
    List<Callable<ProposedChange>> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Worker worker = worker(i % 2 == 0 ? "one" : "two");
      tasks.add(() -> worker.config().propose(order(0)));
    }

    assertThat(Set.copyOf(all(tasks))).hasSize(1);
  }
}
