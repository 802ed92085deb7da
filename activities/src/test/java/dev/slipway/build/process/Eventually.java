package dev.slipway.build.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what happens outside of the test's thread. */
final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private Eventually() {}

  static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen within " + LIMIT.toSeconds() + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** The pid that a script has written into the file, once it is there. */
  static long pid(Path file) throws Exception {
    until(file + " holds a pid", () -> Files.exists(file) && read(file).endsWith("\n"));
    return Long.parseLong(read(file).strip());
  }

  /** Whether the process runs; one that nobody has waited for does not. */
  static boolean runs(long pid) throws IOException {
    return ProcessTable.ofThisMachine().started(pid).isPresent();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
