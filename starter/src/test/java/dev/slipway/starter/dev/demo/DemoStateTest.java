package dev.slipway.starter.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoStateTest {

  @TempDir private Path directory;

  @Test
  void neverEmptiesADirectoryThatNoDemoHasMade() throws IOException {
    Path precious = directory.resolve("thesis.tex");
    Files.writeString(precious, "years of work");

    assertThatThrownBy(() -> DemoState.empty(new StateDirectory(directory)))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("not made by a demo", "--state");
    assertThat(precious).exists();
  }

  @Test
  void emptiesWhatAnEarlierDemoLeft() throws IOException {
    StateDirectory state = new StateDirectory(directory.resolve("demo"));
    DemoState.empty(state);
    Path left = Files.createDirectories(state.root().resolve("temporal")).resolve("temporal.db");
    Files.writeString(left, "old");

    DemoState.empty(state);

    assertThat(left).doesNotExist();
    assertThat(state.root()).isDirectory();
  }
}
