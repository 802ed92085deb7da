package dev.slipway.gitops.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMutexTest {

  @TempDir private Path folder;

  /** Another process: takes the lock of the file it is given, says so, and keeps it. */
  public static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.println(lock.isValid());
        Thread.sleep(Duration.ofMinutes(1));
      }
    }
  }

  @Test
  void keepsAnotherProcessOutUntilThatIsKilled() throws Exception {
    Path file = folder.resolve("lock");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("true");
      ApplicationFailure failure =
          catchThrowableOfType(
              ApplicationFailure.class,
              () -> FileMutex.holding(file, Duration.ofMillis(50), "the copy", () -> "done"));
      assertThat(failure.getType()).isEqualTo("UNREACHABLE");
      assertThat(failure.getOriginalMessage()).startsWith("the copy is in use");
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertThat(FileMutex.holding(file, Duration.ofSeconds(10), "the copy", () -> "done"))
        .isEqualTo("done");
  }

  @Test
  void isFreeAgainAfterWorkThatFailed() throws IOException {
    Path file = folder.resolve("lock");
    assertThatIOException()
        .isThrownBy(
            () ->
                FileMutex.holding(
                    file,
                    Duration.ofSeconds(1),
                    "x",
                    () -> {
                      throw new IOException("broken");
                    }));

    assertThat(FileMutex.holding(file, Duration.ofSeconds(1), "x", () -> "done")).isEqualTo("done");
  }
}
