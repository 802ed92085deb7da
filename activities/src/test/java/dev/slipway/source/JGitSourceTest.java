package dev.slipway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.gitops.jgit.RepositoryCache;
import dev.slipway.gitops.jgit.TestRemote;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitSourceTest {

  @TempDir private Path folder;
  private TestRemote remote;
  private JGitSource source;
  private String commit;

  @BeforeEach
  void start() throws IOException {
    remote = TestRemote.create(folder.resolve("shop.git"));
    commit =
        remote.commit(
            "main", "ana", "Add a shop\n\nMore.", Map.of("delivery.yaml", "service: shop\n"));
    // The parser tells what it was given, as a problem.
    source =
        new JGitSource(
            new RepositoryCache(folder.resolve("cache")),
            (text, file) -> DeliveryParser.Parsed.problem(file + "=" + text.strip()));
  }

  @AfterEach
  void stop() {
    remote.close();
  }

  private SourceReading read(String revision) {
    return source.read(new SourceOrder(remote.address(), revision, "delivery.yaml"));
  }

  @Test
  void resolvesABranchAFullIdAndAnAbbreviatedOne() {
    for (String revision : List.of("main", commit, commit.substring(0, 12))) {
      SourceReading reading = read(revision);
      assertThat(reading.commit()).isEqualTo(commit);
      assertThat(reading.author()).isEqualTo("ana");
      assertThat(reading.subject()).isEqualTo("Add a shop");
      assertThat(reading.committedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
      assertThat(reading.problems()).containsExactly("delivery.yaml=service: shop");
    }
  }

  @Test
  void readsTheDeliveryFileAtTheVeryCommit() throws IOException {
    remote.commit("main", "ana", "Change", Map.of("delivery.yaml", "service: other\n"));

    assertThat(read(commit).problems()).containsExactly("delivery.yaml=service: shop");
    assertThat(read("main").problems()).containsExactly("delivery.yaml=service: other");
  }

  @Test
  void saysForGoodThatThereIsNoSuchRevision() {
    for (String revision :
        List.of("nope", "e".repeat(40), "e".repeat(12), commit.substring(0, 7))) {
      ApplicationFailure failure =
          catchThrowableOfType(ApplicationFailure.class, () -> read(revision));
      assertThat(failure.getType()).isEqualTo("NOT_FOUND");
      assertThat(failure.isNonRetryable()).isTrue();
      assertThat(failure.getOriginalMessage()).contains(revision);
    }
  }

  @Test
  void triesAgainWhenTheRepositoryDoesNotAnswer() throws IOException {
    Files.move(remote.directory(), folder.resolve("away.git"));

    ApplicationFailure failure =
        catchThrowableOfType(ApplicationFailure.class, () -> read("e".repeat(40)));

    assertThat(failure.getType()).isEqualTo("UNREACHABLE");
    assertThat(failure.isNonRetryable()).isFalse();
  }

  @Test
  void tellsAMissingDeliveryFileAsAProblem() throws IOException {
    remote.commit("main", "ana", "Gone", Map.of("delivery.yaml", "", "x", "y"));

    assertThat(read("main").problems())
        .containsExactly(
            "delivery.yaml: there is no such file at this commit: `slipway init` writes a first one");
  }

  @Test
  void doesNotFollowALinkOrReadAnEndlessFile() throws IOException {
    remote.commit("main", "ana", "Large", Map.of("delivery.yaml", "#".repeat(300_000)));
    assertThat(read("main").problems()).containsExactly("delivery.yaml: larger than 256 kB");

    remote.link("main", "delivery.yaml", "/etc/passwd");
    assertThat(read("main").problems().getFirst()).contains("has to be a real file");
  }

  @Test
  void tellsAtMostFiftyProblems() {
    JGitSource strict =
        new JGitSource(
            new RepositoryCache(folder.resolve("cache")),
            (text, file) ->
                new DeliveryParser.Parsed(
                    java.util.Optional.empty(), Collections.nCopies(80, "delivery.yaml:1: no")));

    assertThat(strict.read(new SourceOrder(remote.address(), "main", "delivery.yaml")).problems())
        .hasSize(50);
  }

  @Test
  void refusesADeliveryFileOutsideTheRepository() {
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> source.read(new SourceOrder(remote.address(), "main", "../delivery.yaml")));

    assertThat(failure.getType()).isEqualTo("MISCONFIGURED");
  }
}
