package dev.slipway.build.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.process.Sources;
import dev.slipway.gitops.jgit.RepositoryCache;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces hold the commit, whatever the branch does meanwhile. */
class JGitCheckoutTest {

  @TempDir private Path home;
  private final List<Sources> opened = new ArrayList<>();
  private JGitCheckout checkout;

  @BeforeEach
  void setUp() {
    checkout = new JGitCheckout(new RepositoryCache(home.resolve("caches")));
  }

  @AfterEach
  void close() {
    opened.forEach(Sources::close);
  }

  @Test
  void bringsTheTreeOfTheCommitAndNotOfTheBranch() throws Exception {
    Sources sources = sources();
    String first = sources.commit(Map.of("a.txt", "one", "dir/grüße.txt", "☃"));
    sources.commit(Map.of("a.txt", "two"));

    checkout.checkOut(sources.url(), first, home.resolve("into"));

    assertThat(home.resolve("into/a.txt")).hasContent("one");
    assertThat(home.resolve("into/dir/grüße.txt")).hasContent("☃");
  }

  @Test
  void isARepositoryWithTheCommitAsItsHead() throws Exception {
    Sources sources = sources();
    String commit = sources.commit(Map.of("a.txt", "one"));

    checkout.checkOut(sources.url(), commit, home.resolve("into"));

    try (Git git = Git.open(home.resolve("into").toFile())) {
      assertThat(git.log().setMaxCount(1).call().iterator().next().name()).isEqualTo(commit);
      assertThat(git.status().call().isClean()).isTrue();
    }
  }

  @Test
  void fetchesWhatWasPushedAfterTheFirstCheckout() throws Exception {
    Sources sources = sources();
    checkout.checkOut(sources.url(), sources.commit(Map.of("a.txt", "one")), home.resolve("first"));
    String second = sources.commit(Map.of("a.txt", "two"));

    checkout.checkOut(sources.url(), second, home.resolve("second"));

    assertThat(home.resolve("second/a.txt")).hasContent("two");
  }

  @Test
  void needsNoRemoteForACommitThatItHasSeen() throws Exception {
    Sources sources = sources();
    String commit = sources.commit(Map.of("a.txt", "one"));
    checkout.checkOut(sources.url(), commit, home.resolve("first"));
    Files.move(Path.of(sources.url()), home.resolve("gone"));

    checkout.checkOut(sources.url(), commit, home.resolve("second"));

    assertThat(home.resolve("second/a.txt")).hasContent("one");
  }

  @Test
  void findsACommitThatNoBranchHoldsAnyMore() throws Exception {
    Sources sources = sources();
    String first = sources.commit(Map.of("a.txt", "one"));
    String second = sources.commit(Map.of("a.txt", "two"));
    checkout.checkOut(sources.url(), second, home.resolve("second"));
    sources.git().reset().setMode(ResetCommand.ResetType.HARD).setRef(first).call();

    checkout.checkOut(sources.url(), second, home.resolve("again"));

    assertThat(home.resolve("again/a.txt")).hasContent("two");
  }

  @Test
  void keepsLinksAsLinks() throws Exception {
    Sources sources = sources();
    sources.commit(Map.of("a.txt", "one"));
    String commit = sources.commitLink("link", "/etc/passwd");

    checkout.checkOut(sources.url(), commit, home.resolve("into"));

    assertThat(Files.readSymbolicLink(home.resolve("into/link"))).isEqualTo(Path.of("/etc/passwd"));
  }

  @Test
  void keepsProgramsExecutableAndLineEndsAsTheyAre() throws Exception {
    Sources sources = sources();
    sources.commit(Map.of("run.sh", "#!/bin/sh\r\n"));
    assertThat(Path.of(sources.url(), "run.sh").toFile().setExecutable(true)).isTrue();
    String commit = sources.commit(Map.of("other", ""));

    checkout.checkOut(sources.url(), commit, home.resolve("into"));

    assertThat(home.resolve("into/run.sh")).isExecutable();
    assertThat(Files.readString(home.resolve("into/run.sh"))).isEqualTo("#!/bin/sh\r\n");
  }

  @Test
  void saysThatThereIsNoSuchCommit() throws Exception {
    Sources sources = sources();
    sources.commit(Map.of("a.txt", "one"));
    String never = "1".repeat(40);

    assertThatThrownBy(() -> checkout.checkOut(sources.url(), never, home.resolve("into")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("NOT_FOUND"))
        .hasMessageContaining("has no commit " + never);
  }

  @Test
  void saysThatTheRepositoryIsGone() {
    String missing = home.resolve("missing").toString();

    assertThatThrownBy(() -> checkout.checkOut(missing, "1".repeat(40), home.resolve("into")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("UNREACHABLE"))
        .hasMessageContaining(missing);
  }

  @Test
  void neverShowsAPasswordOfAUrl() {
    String url = "http://ada:s3cret@127.0.0.1:1/shop.git";

    assertThatThrownBy(() -> checkout.checkOut(url, "1".repeat(40), home.resolve("into")))
        .hasMessageContaining("127.0.0.1:1/shop.git")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void makesABrokenCacheAnew() throws Exception {
    Sources sources = sources();
    String commit = sources.commit(Map.of("a.txt", "one"));
    checkout.checkOut(sources.url(), commit, home.resolve("first"));
    breakAllPacks();

    checkout.checkOut(sources.url(), commit, home.resolve("second"));

    assertThat(home.resolve("second/a.txt")).hasContent("one");
  }

  @Test
  void checksOutSeveralCommitsAtOnce() throws Exception {
    Sources sources = sources();
    List<String> commits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      commits.add(sources.commit(Map.of("a.txt", "version " + i)));
    }

    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Path into = home.resolve("into" + i);
      String commit = commits.get(i);
      JGitCheckout worker = new JGitCheckout(new RepositoryCache(home.resolve("caches")));
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  worker.checkOut(sources.url(), commit, into);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }));
    }
    all.forEach(CompletableFuture::join);

    for (int i = 0; i < 6; i++) {
      assertThat(home.resolve("into" + i + "/a.txt")).hasContent("version " + i);
    }
  }

  /** As a worker finds them that has not read them before. */
  private void breakAllPacks() throws Exception {
    org.eclipse.jgit.lib.RepositoryCache.clear();
    new WindowCacheConfig().install();
    try (Stream<Path> files = Files.walk(home.resolve("caches"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".pack")) {
          Files.delete(file);
          Files.writeString(file, "broken", StandardCharsets.UTF_8);
        }
      }
    }
  }

  private Sources sources() throws Exception {
    Sources sources = new Sources(home.resolve("source" + opened.size()));
    opened.add(sources);
    return sources;
  }
}
