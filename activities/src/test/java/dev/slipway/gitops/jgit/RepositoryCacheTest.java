package dev.slipway.gitops.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryCacheTest {

  @TempDir private Path folder;
  private TestRemote remote;
  private RepositoryCache cache;
  private String first;

  @BeforeEach
  void start() throws IOException {
    remote = TestRemote.create(folder.resolve("remote.git"));
    first = remote.commit("main", "ana", "First", Map.of("file", "one"));
    cache = new RepositoryCache(folder.resolve("cache"));
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  private String main(String address) {
    return cache.ask(address, snapshot -> snapshot.branch("main").orElseThrow().name());
  }

  /** Reads a file, so that a damaged copy is noticed. */
  private static String file(Snapshot snapshot, String commit) throws IOException {
    try (RevWalk walk = new RevWalk(snapshot.repository())) {
      ObjectId tree = walk.parseCommit(ObjectId.fromString(commit)).getTree();
      GitTreeFiles files = new GitTreeFiles(walk.getObjectReader(), tree);
      return new String(
          files.read(files.find("file").orElseThrow()), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private String fileAt(String commit) {
    return cache.at(remote.address(), commit, snapshot -> file(snapshot, commit));
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("cache"), 2)) {
      return all.filter(path -> path.toString().endsWith(".git")).toList();
    }
  }

  @Test
  void seesWhatTheRemoteHasNow() throws IOException {
    assertThat(main(remote.address())).isEqualTo(first);
    String second = remote.commit("main", "ana", "Second", Map.of("file", "two"));
    assertThat(main(remote.address())).isEqualTo(second);
    remote.move("main", first);
    assertThat(main(remote.address())).isEqualTo(first);
    remote.move("main", "");
    boolean there = cache.ask(remote.address(), snapshot -> snapshot.branch("main").isPresent());
    assertThat(there).isFalse();
  }

  @Test
  void readsFileAndHttpAddressesToo() throws IOException {
    assertThat(main("file://" + remote.address())).isEqualTo(first);
    remote.git("update-server-info");
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            folder,
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/remote.git";
      assertThat(main(address)).isEqualTo(first);
      assertThat(new BranchHeads().head(address, "main")).contains(first);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void readsAKnownCommitWhileTheRemoteIsAway() throws IOException {
    main(remote.address());
    Files.move(remote.directory(), folder.resolve("away.git"));

    assertThat(fileAt(first)).isEqualTo("one");
  }

  @Test
  void saysThatARemoteIsGone() throws IOException {
    main(remote.address());
    Files.move(remote.directory(), folder.resolve("away.git"));

    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> main(remote.address()));

    assertThat(failure.getType()).isEqualTo("UNREACHABLE");
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "the repository "
                + remote.address()
                + " does not answer (there is no such directory): check that it is there");
  }

  @Test
  void saysThatADirectoryIsNoRepository() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> main(empty.toString()));

    assertThat(failure.getType()).isEqualTo("UNREACHABLE");
  }

  @Test
  void neverShowsCredentials() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class, () -> main("http://tok3n:s3cret@127.0.0.1:1/config.git"));

    assertThat(failure.getType()).isEqualTo("UNREACHABLE");
    assertThat(failure.getOriginalMessage())
        .startsWith("the repository http://127.0.0.1:1/config.git does not answer")
        .doesNotContain("tok3n")
        .doesNotContain("s3cret");
  }

  @Test
  void refusesOtherKindsOfAddresses() {
    for (String address : List.of("ssh://host/x.git", "git@host:x.git", "ext::sh -c id")) {
      ApplicationFailure failure =
          catchThrowableOfType(ApplicationFailure.class, () -> main(address));
      assertThat(failure.getType()).isEqualTo("MISCONFIGURED");
      assertThat(failure.isNonRetryable()).isTrue();
    }
  }

  @Test
  void saysThatTheRemoteAnsweredAndHasNoSuchCommit() throws IOException {
    String blob = remote.content("main", "file");
    for (String id : List.of("e".repeat(40), blob)) {
      ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, () -> fileAt(id));
      assertThat(failure.getType()).isEqualTo("NOT_FOUND");
      assertThat(failure.isNonRetryable()).isTrue();
    }
  }

  @Test
  void makesTheCopyAnewWhenItWasWiped() throws IOException {
    main(remote.address());
    wipe(folder.resolve("cache"));

    assertThat(fileAt(first)).isEqualTo("one");
  }

  @Test
  void makesTheCopyAnewWhenItsObjectsAreGone() throws IOException {
    main(remote.address());
    wipe(copies().getFirst().resolve("objects"));

    assertThat(fileAt(first)).isEqualTo("one");
    assertThat(main(remote.address())).isEqualTo(first);
  }

  @Test
  void makesTheCopyAnewWhenAPackIsDamaged() throws IOException {
    main(remote.address());
    try (Stream<Path> all = Files.walk(copies().getFirst())) {
      for (Path pack : all.filter(Files::isRegularFile).toList()) {
        if (pack.toString().contains("objects/")) {
          pack.toFile().setWritable(true);
          Files.write(pack, new byte[100]);
        }
      }
    }

    assertThat(fileAt(first)).isEqualTo("one");
    assertThat(copies()).hasSize(1);
  }

  @Test
  void findsAnOldCommitAgainWhenOnlyThatWasLost() throws IOException {
    main(remote.address());
    Path old;
    try (Stream<Path> all = Files.walk(copies().getFirst().resolve("objects"))) {
      old = all.filter(path -> path.toString().endsWith(".pack")).findFirst().orElseThrow();
    }
    String second = remote.commit("main", "ana", "Second", Map.of("file", "two"));
    main(remote.address());
    Files.delete(old);
    Files.delete(old.resolveSibling(old.getFileName().toString().replace(".pack", ".idx")));

    assertThat(fileAt(first)).isEqualTo("one");
    assertThat(fileAt(second)).isEqualTo("two");
  }

  @Test
  void makesTheCopyAnewWhenItIsNoRepositoryAnyMore() throws IOException {
    main(remote.address());
    Files.delete(copies().getFirst().resolve("HEAD"));
    wipe(copies().getFirst().resolve("refs"));

    assertThat(main(remote.address())).isEqualTo(first);
  }

  @Test
  void goesOnAfterAWorkerWasKilledWhileItFetched() throws IOException {
    main(remote.address());
    Files.createFile(copies().getFirst().resolve("refs/heads/main.lock"));
    Files.createDirectories(copies().getFirst().resolveSibling("new.git/refs"));
    String second = remote.commit("main", "ana", "Second", Map.of("file", "two"));

    assertThat(main(remote.address())).isEqualTo(second);
    assertThat(fileAt(second)).isEqualTo("two");
  }

  @Test
  void followsABranchThatBecameAFolder() throws IOException {
    remote.move("a", first);
    main(remote.address());
    remote.move("a", "");
    remote.move("a/b", first);

    boolean there = cache.ask(remote.address(), snapshot -> snapshot.branch("a/b").isPresent());

    assertThat(there).isTrue();
  }

  @Test
  void answersForARepositoryWithoutACommit() throws IOException {
    try (TestRemote empty = TestRemote.create(folder.resolve("empty.git"))) {
      boolean there = cache.ask(empty.address(), snapshot -> snapshot.branch("main").isPresent());

      assertThat(there).isFalse();
      assertThat(new BranchHeads().head(empty.address(), "main")).isEmpty();
    }
  }

  private static void wipe(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
