package dev.slipway.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  @Test
  void keepsOthersWaitingUntilTheProcessThatHoldsItIsKilled() throws Exception {
    Path file = home.resolve("lock");
    Process holder =
        anotherProcess(Holder.class, file).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("true");
      ApplicationFailure failure =
          catchThrowableOfType(
              ApplicationFailure.class,
              () -> ExclusiveLock.holding(file, Duration.ofMillis(50), "the copy", () -> "done"));
      assertThat(failure.getType()).isEqualTo("UNREACHABLE");
      assertThat(failure.getOriginalMessage()).startsWith("the copy is in use");
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertThat(ExclusiveLock.holding(file, Duration.ofSeconds(10), "the copy", () -> "done"))
        .isEqualTo("done");
  }

  @Test
  void isFreeAgainAfterWorkThatFailed() throws Exception {
    Path file = home.resolve("lock");
    assertThatIOException()
        .isThrownBy(
            () ->
                ExclusiveLock.holding(
                    file,
                    Duration.ofSeconds(1),
                    "x",
                    () -> {
                      throw new IOException("broken");
                    }));

    assertThat(ExclusiveLock.holding(file, Duration.ofSeconds(1), "x", () -> "done"))
        .isEqualTo("done");
  }

  @Test
  void refusesAtOnceWhoWouldWaitForThemselves() throws Exception {
    Path file = home.resolve("lock");
    Duration limit = Duration.ofMinutes(1);

    ExclusiveLock.holding(
        file,
        limit,
        "x",
        () ->
            assertThatIllegalStateException()
                .isThrownBy(() -> ExclusiveLock.holding(file, limit, "x", () -> "done")));
  }

  private static int exitCodeOfAnotherProcess(Path file) throws Exception {
    return anotherProcess(Asker.class, file).start().waitFor();
  }

  private static ProcessBuilder anotherProcess(Class<?> main, Path file) {
    return new ProcessBuilder(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            file.toString()));
  }

  /** Exits with 1 when it does not get the lock. */
  static final class Asker {

    private Asker() {}

    public static void main(String[] arguments) throws Exception {
      System.exit(ExclusiveLock.tryTake(Path.of(arguments[0])).isPresent() ? 0 : 1);
    }
  }

  /** Takes the lock, says so, and keeps it. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(ExclusiveLock.tryTake(Path.of(arguments[0])).isPresent());
      Thread.sleep(Duration.ofMinutes(1));
    }
  }
}
