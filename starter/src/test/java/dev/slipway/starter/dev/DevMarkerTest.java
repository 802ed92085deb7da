package dev.slipway.starter.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevMarkerTest {

  @TempDir private Path directory;

  @Test
  void isReadAsItWasWritten() {
    StateDirectory state = new StateDirectory(directory);
    DevMarker marker = new DevMarker("127.0.0.1:7233", "default", "ui", "w", "g", "c", "s");

    marker.write(state);

    assertThat(DevMarker.read(state)).contains(marker);
  }

  @Test
  void isNotThereBeforeTheFirstStart() {
    assertThat(DevMarker.read(new StateDirectory(directory))).isEmpty();
  }

  @Test
  void isReadEvenWhenANewerSlipwayWroteMore() throws IOException {
    Files.writeString(
        directory.resolve("dev.json"), "{\"temporalAddress\":\"127.0.0.1:1\",\"later\":true}");

    assertThat(DevMarker.read(new StateDirectory(directory)).orElseThrow().temporalAddress())
        .isEqualTo("127.0.0.1:1");
  }

  @Test
  void saysWhatToDoWithADamagedOne() throws IOException {
    Files.writeString(directory.resolve("dev.json"), "{");

    assertThatThrownBy(() -> DevMarker.read(new StateDirectory(directory)))
        .isInstanceOf(DevException.class)
        .hasMessageContaining("delete it and run slipway dev again");
  }

  @Test
  void isLookedAfterByOneCommandAtATime() {
    StateDirectory state = new StateDirectory(directory);
    StateLock first = StateLock.take(state);

    assertThatThrownBy(() -> StateLock.take(state))
        .isInstanceOf(DevException.class)
        .hasMessageContainingAll("Another slipway command", "dev stop");

    first.release();
    StateLock.take(state).release();
  }
}
