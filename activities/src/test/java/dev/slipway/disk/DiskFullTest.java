package dev.slipway.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

/** A full disk is told from other failures. */
class DiskFullTest {

  @Test
  void isRecognisedWhereverItStandsAmongTheCauses() {
    IOException full = new FileSystemException("/x", null, "No space left on device");

    assertThat(DiskFull.causes(full)).isTrue();
    assertThat(DiskFull.causes(new IllegalStateException(new UncheckedIOException(full)))).isTrue();
    assertThat(DiskFull.causes(new IOException("Disk quota exceeded"))).isTrue();
  }

  @Test
  void isNotSeenInOtherFailures() {
    assertThat(DiskFull.causes(new IOException("Permission denied"))).isFalse();
    assertThat(DiskFull.causes(new FileSystemException("/no space left on device"))).isFalse();
    assertThat(DiskFull.causes(new IOException())).isFalse();
  }
}
