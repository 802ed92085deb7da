package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs are written within a bound and read in pieces. */
class BuildLogsTest {

  private static final StepKey KEY = StepKey.build("shop/1f2e3d4c5b6a-1");

  @TempDir private Path root;

  @Test
  void readsOnWhereTheLastPieceEnded() throws Exception {
    BuildLogs logs = new BuildLogs(root, 1000, 10_000);
    try (BoundedLog log = logs.open(KEY)) {
      write(log, "first\n");
      LogChunk first = logs.read(KEY, 0).orElseThrow();
      write(log, "second\n");
      LogChunk second = logs.read(KEY, first.next()).orElseThrow();

      assertThat(first.text()).isEqualTo("first\n");
      assertThat(second).isEqualTo(new LogChunk("second\n", 13));
      assertThat(logs.read(KEY, second.next())).contains(new LogChunk("", 13));
    }
  }

  @Test
  void cutsPiecesBetweenCharacters() throws Exception {
    BuildLogs logs = new BuildLogs(root, 1000, 10_000);
    byte[] snowman = "☃".getBytes(StandardCharsets.UTF_8);
    try (BoundedLog log = logs.open(KEY)) {
      log.write(snowman, 0, 2);
      LogChunk first = logs.read(KEY, 0).orElseThrow();
      log.write(snowman, 2, 1);
      LogChunk second = logs.read(KEY, first.next()).orElseThrow();

      assertThat(first.text() + second.text()).isEqualTo("☃");
    }
  }

  @Test
  void answersInPiecesOfAtMostAMegabyte() throws Exception {
    BuildLogs logs = new BuildLogs(root, 10_000_000, 10_000_000);
    try (BoundedLog log = logs.open(KEY)) {
      write(log, "x".repeat(3_000_000));
    }

    assertThat(logs.read(KEY, 0).orElseThrow().next()).isEqualTo(BuildLogs.LARGEST_CHUNK);
    assertThat(logs.read(KEY, 2_999_999).orElseThrow().text()).isEqualTo("x");
  }

  @Test
  void hasNothingToSayOfAStepThatDidNotRunHere() throws Exception {
    assertThat(new BuildLogs(root, 1000, 10_000).read(KEY, 0)).isEmpty();
  }

  @Test
  void startsAtTheEndWhenAskedForMoreThanThereIs() throws Exception {
    BuildLogs logs = new BuildLogs(root, 1000, 10_000);
    try (BoundedLog log = logs.open(KEY)) {
      write(log, "text");
    }

    assertThat(logs.read(KEY, 1_000_000)).contains(new LogChunk("", 4));
    assertThatThrownBy(() -> logs.read(KEY, -1)).hasMessageContaining("starts at 0");
  }

  @Test
  void addsAFurtherAttemptToTheSameLog() throws Exception {
    BuildLogs logs = new BuildLogs(root, 1000, 10_000);
    try (BoundedLog log = logs.open(KEY)) {
      write(log, "one\n");
    }
    try (BoundedLog log = logs.open(KEY)) {
      write(log, "two\n");
    }

    assertThat(logs.read(KEY, 0).orElseThrow().text()).isEqualTo("one\ntwo\n");
  }

  @Test
  void followsNoLinkThatLiesInTheLogsPlace() throws Exception {
    Path secret = Files.writeString(root.resolve("secret"), "s3cret");
    Path place = KEY.under(root.resolve("logs"), ".log");
    Files.createDirectories(place.resolveSibling(""));
    Files.createSymbolicLink(place, secret);
    BuildLogs logs = new BuildLogs(root.resolve("logs"), 1000, 10_000);

    assertThatThrownBy(() -> logs.read(KEY, 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> logs.open(KEY)).isInstanceOf(IOException.class);
  }

  @Test
  void leavesOutWhatIsBeyondTheLimitButForTheEnd() throws Exception {
    BuildLogs logs = new BuildLogs(root, 100, 10_000);
    try (BoundedLog log = logs.open(KEY)) {
      for (int i = 0; i < 1000; i++) {
        write(log, "line " + i + "\n");
      }
      assertThat(log.lastLine()).isEqualTo("line 999");
      assertThat(log.lastLines().lines()).hasSize(20).endsWith("line 999");
    }

    assertThat(logs.read(KEY, 0).orElseThrow().text())
        .startsWith("line 0\n")
        .contains("the log is cut here, after 100 bytes", "were left out")
        .endsWith("line 998\nline 999\n");
  }

  @Test
  void tellsTheLastLineWithoutEscapesAndBeforeItHasEnded() throws Exception {
    BuildLogs logs = new BuildLogs(root, 100_000, 200_000);
    try (BoundedLog log = logs.open(KEY)) {
      write(log, "done\n\n\u001B[32m50 % of " + "x".repeat(1000));

      assertThat(log.lastLine()).startsWith("50 % of x").hasSize(200).endsWith("…");
    }
  }

  @Test
  void keepsTheEndOfAFloodWithoutLines() throws Exception {
    BuildLogs logs = new BuildLogs(root, 100, 10_000);
    try (BoundedLog log = logs.open(KEY)) {
      write(log, "☃".repeat(100_000));

      assertThat(log.lastLines()).hasSizeLessThanOrEqualTo(4000).matches("☃+");
    }
  }

  @Test
  void removesTheOldestLogsWhenThereAreTooMany() throws Exception {
    BuildLogs logs = new BuildLogs(root, 100, 250);
    for (int attempt = 1; attempt <= 4; attempt++) {
      StepKey key = StepKey.build("shop/1f2e3d4c5b6a-" + attempt);
      try (BoundedLog log = logs.open(key)) {
        write(log, "x".repeat(90));
      }
      Files.setLastModifiedTime(
          key.under(root, ".log"), FileTime.from(Instant.now().minusSeconds(100 - attempt)));
    }

    assertThat(logs.read(StepKey.build("shop/1f2e3d4c5b6a-1"), 0)).isEmpty();
    assertThat(logs.read(StepKey.build("shop/1f2e3d4c5b6a-4"), 0)).isPresent();
  }

  private static void write(BoundedLog log, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.write(bytes, 0, bytes.length);
  }
}
