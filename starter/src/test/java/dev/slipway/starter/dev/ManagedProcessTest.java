package dev.slipway.starter.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

  @TempDir private Path directory;

  @AfterEach
  void stopWhatRuns() {
    place().stop();
  }

  @Test
  void isFoundAgainByAnotherCommand() {
    ManagedProcess started = startSleeping();

    assertThat(ManagedProcess.running("sleeper", directory))
        .hasValueSatisfying(found -> assertThat(found.pid()).isEqualTo(started.pid()));
  }

  @Test
  void isNotFoundOnceItWasKilled() {
    ProcessHandle handle = ProcessHandle.of(startSleeping().pid()).orElseThrow();
    handle.destroyForcibly();
    handle.onExit().join();

    assertThat(place().isRunning()).isFalse();
  }

  @Test
  void isNotMistakenForAnotherProcessThatGotItsNumber() throws IOException {
    long stranger = ProcessHandle.current().pid();
    Files.writeString(directory.resolve("sleeper.pid"), stranger + " 2001-01-01T00:00:00Z\n");

    assertThat(place().isRunning()).isFalse();
  }

  @Test
  void isKnownByItsCommandLineWhenTheStarterDiedBeforeItKnewMore() throws IOException {
    long pid = startSleeping().pid();
    Files.writeString(directory.resolve("sleeper.pid"), pid + "\n");

    assertThat(place().isRunning()).isTrue();
  }

  @Test
  void isNoStrangerWithoutAStartTimeEither() throws IOException {
    Files.writeString(directory.resolve("sleeper.pid"), ProcessHandle.current().pid() + "\n");

    assertThat(place().isRunning()).isFalse();
  }

  @Test
  void endsWhenItIsStopped() {
    ManagedProcess started = startSleeping();

    started.stop();

    assertThat(started.isAlive()).isFalse();
  }

  @Test
  void keepsWhatItSaysInItsLogAndTellsTheLastLineWhenItDies() {
    assertThatThrownBy(
            () -> {
              start("echo first; echo 'no room left' >&2; exit 1");
              place().required().await(() -> false, Duration.ofSeconds(10));
            })
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("The sleeper", "stopped", "sleeper.log", "no room left");
  }

  @Test
  void saysThatItIsNotReadyInTime() {
    ManagedProcess started = startSleeping();

    assertThatThrownBy(() -> started.await(() -> false, Duration.ofMillis(50)))
        .isInstanceOf(DevException.class)
        .hasMessageContaining("is not ready after");
  }

  private ManagedProcess startSleeping() {
    start("sleep 60");
    return place().required();
  }

  private void start(String script) {
    // The directory is named, as in the command lines of the stack.
    place().start(List.of("/bin/sh", "-c", script + " # " + directory), Map.of());
  }

  private ProcessPlace place() {
    return new ProcessPlace("sleeper", directory);
  }
}
