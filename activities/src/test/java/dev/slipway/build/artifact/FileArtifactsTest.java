package dev.slipway.build.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.Artifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts are found by their digest, whole. */
class FileArtifactsTest {

  private static final String DIGEST_OF_HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir private Path home;

  @Test
  void storesAFileUnderItsDigest() throws Exception {
    FileArtifacts artifacts = new FileArtifacts(home.resolve("store"));

    Artifact artifact = artifacts.store("shop", file("hello"));

    assertThat(artifact.reference()).isEqualTo("shop@sha256:" + DIGEST_OF_HELLO);
    assertThat(home.resolve("store/sha256").resolve(DIGEST_OF_HELLO)).hasContent("hello");
    assertThat(artifacts.find(artifact)).contains(home.resolve("store/sha256/" + DIGEST_OF_HELLO));
  }

  @Test
  void nobodyMayWriteToAStoredFile() throws Exception {
    FileArtifacts artifacts = new FileArtifacts(home.resolve("store"));

    Path stored = artifacts.find(artifacts.store("shop", file("hello"))).orElseThrow();

    assertThat(Files.getPosixFilePermissions(stored).toString()).doesNotContain("WRITE");
  }

  @Test
  void storesEqualBytesOnce() throws Exception {
    FileArtifacts artifacts = new FileArtifacts(home.resolve("store"));

    Artifact first = artifacts.store("shop", file("hello"));
    Object before = Files.getAttribute(artifacts.find(first).orElseThrow(), "unix:ino");
    Artifact second = artifacts.store("shop", file("hello"));

    assertThat(second).isEqualTo(first);
    assertThat(Files.getAttribute(artifacts.find(second).orElseThrow(), "unix:ino"))
        .isEqualTo(before);
    assertThat(list(home.resolve("store/parts"))).isEmpty();
  }

  @Test
  void mendsAStoredFileThatHasBeenCut() throws Exception {
    FileArtifacts artifacts = new FileArtifacts(home.resolve("store"));
    Path stored = artifacts.find(artifacts.store("shop", file("hello"))).orElseThrow();
    Files.delete(stored);
    Files.writeString(stored, "hel");

    artifacts.store("shop", file("hello"));

    assertThat(stored).hasContent("hello");
  }

  @Test
  void keepsAProgramExecutable() throws Exception {
    FileArtifacts artifacts = new FileArtifacts(home.resolve("store"));
    Path program = file("#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Path stored = artifacts.find(artifacts.store("shop", program)).orElseThrow();

    assertThat(Files.getPosixFilePermissions(stored).toString()).contains("OWNER_EXECUTE");
  }

  @Test
  void leavesNothingOfAFileThatCannotBeRead() throws Exception {
    FileArtifacts artifacts = new FileArtifacts(home.resolve("store"));

    assertThatThrownBy(() -> artifacts.store("shop", home.resolve("missing")))
        .isInstanceOf(IOException.class);
    assertThat(list(home.resolve("store/sha256"))).isEmpty();
    assertThat(list(home.resolve("store/parts"))).isEmpty();
  }

  @Test
  void doesNotFindWhatIsNotThere() {
    Artifact artifact = new Artifact("shop", "sha256:" + DIGEST_OF_HELLO);

    assertThat(new FileArtifacts(home).find(artifact)).isEmpty();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(home.resolve("file"), content, StandardCharsets.UTF_8);
  }

  private static java.util.List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
