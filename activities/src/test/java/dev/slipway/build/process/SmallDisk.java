package dev.slipway.build.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that is soon full. Tests are skipped where nobody may mount one. */
record SmallDisk(Path path) implements AutoCloseable {

  /**
   * @param size as {@code mount -t tmpfs} takes it, {@code 1m}
   */
  static SmallDisk mount(Path path, String size) throws IOException {
    Files.createDirectories(path);
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()),
        "skipped: only root may mount a small disk");
    return new SmallDisk(path);
  }

  @Override
  public void close() {
    if (!succeeds("umount", path.toString())) {
      throw new AssertionError("the small disk at " + path + " is still in use");
    }
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
