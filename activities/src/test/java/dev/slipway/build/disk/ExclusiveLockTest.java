package dev.slipway.build.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One holds the lock. */
class ExclusiveLockTest {

  @TempDir private Path home;

  @Test
  void isRefusedWhileSomebodyHoldsIt() throws Exception {
    Path file = home.resolve("step.lock");
    ExclusiveLock held = ExclusiveLock.tryTake(file).orElseThrow();

    assertThat(ExclusiveLock.tryTake(file)).isEmpty();
    assertThat(ExclusiveLock.tryTake(home.resolve("other/../step.lock"))).isEmpty();
    held.close();
    ExclusiveLock.tryTake(file).orElseThrow().close();
  }

  @Test
  void anotherProcessIsRefusedToo() throws Exception {
    Path file = home.resolve("step.lock");
    ExclusiveLock held = ExclusiveLock.tryTake(file).orElseThrow();
    // Asking once more must not give up what this process holds: see POSIX on closing descriptors.
    assertThat(ExclusiveLock.tryTake(file)).isEmpty();

    assertThat(exitCodeOfAnotherProcess(file)).isEqualTo(1);
    held.close();
    assertThat(exitCodeOfAnotherProcess(file)).isZero();
  }

  private static int exitCodeOfAnotherProcess(Path file) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            file.toString())
        .start()
        .waitFor();
  }

  /** Exits with 1 when it does not get the lock. */
  static final class OtherProcess {

    private OtherProcess() {}

    public static void main(String[] arguments) throws Exception {
      System.exit(ExclusiveLock.tryTake(Path.of(arguments[0])).isPresent() ? 0 : 1);
    }
  }
}
