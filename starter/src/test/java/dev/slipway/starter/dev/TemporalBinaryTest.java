package dev.slipway.starter.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.starter.dev.TemporalSource.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalBinaryTest {

  @TempDir private Path directory;
  private final Told told = new Told();

  @Test
  void takesTheFirstWayThatIsOpenAndTriesNoOther() {
    Path second = Path.of("/second");
    TemporalBinary binary =
        new TemporalBinary(
            List.of(
                progress -> new Answer.Closed("not here"),
                progress -> new Answer.Found(second),
                progress -> {
                  throw new AssertionError("the third way was tried");
                }));

    assertThat(binary.obtain(told.progress())).isEqualTo(second);
  }

  @Test
  void saysInOneSentenceWhyThereIsNoneAndHowToGetOne() {
    TemporalBinary binary =
        new TemporalBinary(
            List.of(
                progress -> new Answer.Closed("it is not on the PATH"),
                progress -> new Answer.Closed("no Go is installed")));

    assertThatThrownBy(() -> binary.obtain(told.progress()))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll(
            "it is not on the PATH", "no Go is installed", "install", "TEMPORAL_ADDRESS");
  }

  @Test
  void takesAnInstalledTemporalEvenWhenItWasBuiltFromSource() throws IOException {
    Path temporal =
        Scripts.write(
            directory, "temporal", "echo 'temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)'");

    assertThat(new InstalledTemporal("/nowhere:" + directory).find(told.progress()))
        .isEqualTo(new Answer.Found(temporal));
  }

  @Test
  void doesNotTakeAnInstalledTemporalThatIsTooOld() throws IOException {
    Scripts.write(directory, "temporal", "echo 'temporal version 0.13.0 (Server 1.24.1, UI 2.28)'");

    assertThat(new InstalledTemporal(directory.toString()).find(told.progress()))
        .isInstanceOf(Answer.Closed.class);
    assertThat(told.toString()).contains("older than 1.27", "not used");
  }

  @Test
  void doesNotTakeAnotherProgramOfThatName() throws IOException {
    Scripts.write(directory, "temporal", "echo 'time travel 3'; exit 1");

    assertThat(new InstalledTemporal(directory.toString()).find(told.progress()))
        .isInstanceOfSatisfying(
            Answer.Closed.class,
            closed -> assertThat(closed.why()).contains("is not a Temporal CLI"));
  }

  @Test
  void buildsWithGoAndKeepsTheResult() throws IOException {
    Path bin = directory.resolve("bin");
    // What go is asked to write is its seventh argument, after -o.
    Scripts.write(
        bin, "go", "echo example.org/a", "printf '#!/bin/sh\\n' > \"$7\"", "chmod +x \"$7\"");
    Path target = directory.resolve("cache/temporal");

    Answer answer = new BuiltTemporal(bin.toString(), directory, target).find(told.progress());

    assertThat(answer).isEqualTo(new Answer.Found(target));
    assertThat(target).isExecutable();
    try (var files = Files.list(target.getParent())) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void saysHowABuildEndedThatFailed() throws IOException {
    Path bin = directory.resolve("bin");
    Scripts.write(bin, "go", "echo 'go: no such module' >&2", "exit 1");

    Answer answer =
        new BuiltTemporal(bin.toString(), directory, directory.resolve("cache/temporal"))
            .find(told.progress());

    assertThat(answer).isEqualTo(new Answer.Closed("Go could not build it (go: no such module)"));
  }

  @Test
  void knowsTheFourPlatformsThatAReleaseIsMadeFor() {
    assertThat(TemporalRelease.platform("Linux", "amd64")).contains("linux_amd64");
    assertThat(TemporalRelease.platform("Linux", "aarch64")).contains("linux_arm64");
    assertThat(TemporalRelease.platform("Mac OS X", "x86_64")).contains("darwin_amd64");
    assertThat(TemporalRelease.platform("Mac OS X", "aarch64")).contains("darwin_arm64");
    assertThat(TemporalRelease.platform("Linux", "riscv64")).isEmpty();
  }
}
