package dev.slipway.build.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.log.BoundedLog;
import dev.slipway.build.log.BuildLogs;
import dev.slipway.build.log.StepKey;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts as they are in life: real shells that fail, hang, flood and leave things behind. */
@Timeout(30)
class ScriptRunnerTest {

  private static final StepKey KEY = StepKey.build("shop/1f2e3d4c5b6a-1");
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path home;
  private Bench bench;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  @BeforeEach
  void setUp() {
    bench = new Bench(home, Duration.ofSeconds(1), 100_000_000);
  }

  @Test
  void tellsTheExitCodeOfAFailingScript() throws Exception {
    assertThat(run("exit 3", LONG).failure()).contains("exited with code 3");
  }

  @Test
  void stopsAtTheFirstCommandThatFails() throws Exception {
    assertThat(run("false\ntouch \"$OUT/went-on\"", LONG)).isEqualTo(new Ending.Exited(1));
    assertThat(home.resolve("went-on")).doesNotExist();
  }

  @Test
  void stopsAtAVariableThatIsNotSet() throws Exception {
    assertThat(run("echo \"$NO_SUCH_VARIABLE\"", LONG).failure()).isPresent();
  }

  @Test
  void endsAScriptThatHangs() throws Exception {
    Ending ending = run("echo $$ > \"$OUT/pid\"; sleep 600", Duration.ofMillis(500));

    assertThat(ending.failure()).contains("timed out after 500ms");
    assertThat(Eventually.runs(Eventually.pid(home.resolve("pid")))).isFalse();
  }

  @Test
  void endsAScriptThatIgnoresSigterm() throws Exception {
    run(
        """
        trap '' TERM
        echo $$ > "$OUT/pid"
        while :; do sleep 1; done
        """,
        Duration.ofMillis(300));

    assertThat(Eventually.runs(Eventually.pid(home.resolve("pid")))).isFalse();
  }

  @Test
  void letsAScriptCleanUpWhenItIsEnded() throws Exception {
    run(
        """
        trap 'touch "$OUT/cleaned"; exit 1' TERM
        sleep 600 & wait
        """,
        Duration.ofMillis(500));

    assertThat(home.resolve("cleaned")).exists();
  }

  @Test
  void endsChildrenThatHoldTheOutputOpenAfterTheScript() throws Exception {
    long start = System.nanoTime();
    Ending ending = run("sleep 600 & echo $! > \"$OUT/pid\"; echo done", LONG);

    assertThat(ending).isEqualTo(new Ending.Exited(0));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    assertThat(Eventually.runs(Eventually.pid(home.resolve("pid")))).isFalse();
    assertThat(log()).contains("done").contains("ended 1 process of the script");
  }

  @Test
  void endsDaemonsThatHaveLeftTheSession() throws Exception {
    run(
        """
        setsid sh -c 'echo $$ > "$OUT/pid"; exec sleep 600' > /dev/null 2>&1 &
        while [ ! -s "$OUT/pid" ]; do sleep 0.02; done
        """,
        LONG);

    assertThat(Eventually.runs(Eventually.pid(home.resolve("pid")))).isFalse();
  }

  @Test
  void endsChildrenThatHaveThrownAwayTheirEnvironment() throws Exception {
    run(
        """
        env -i OUT="$OUT" sh -c 'echo $$ > "$OUT/pid"; exec sleep 600' > /dev/null 2>&1 &
        while [ ! -s "$OUT/pid" ]; do sleep 0.02; done
        """,
        LONG);

    assertThat(Eventually.runs(Eventually.pid(home.resolve("pid")))).isFalse();
  }

  @Test
  void endsAScriptThatForksWithoutEnd() throws Exception {
    Ending ending =
        run(
            """
            echo $$ > "$OUT/pid"
            while :; do (trap '' TERM; exec sleep 600) & sleep 0.01; done
            """,
            Duration.ofMillis(700));

    assertThat(ending).isInstanceOf(Ending.TimedOut.class);
    long leader = Eventually.pid(home.resolve("pid"));
    assertThat(
            new LinuxProcesses(Path.of("/proc")).members(new ProcessTree("none", leader, "", true)))
        .matches(ProcessTable.Members::isEmpty);
    assertThat(bench.records()).isEmpty();
  }

  @Test
  void cutsALogThatFloodsAndRunsTheScriptToItsEnd() throws Exception {
    bench = new Bench(home, Duration.ofSeconds(1), 1_000_000);

    Ending ending = run("head -c 200000000 /dev/zero | tr '\\0' 'x'; echo; echo the end", LONG);

    assertThat(ending).isEqualTo(new Ending.Exited(0));
    assertThat(Files.size(bench.log())).isBetween(1_000_000L, 1_010_000L);
    assertThat(log()).contains("the log is cut here, after 1 MB").endsWith("the end\n");
  }

  @Test
  void mergesBothOutputsInOrderAndKeepsUnicode() throws Exception {
    run("echo grüße; echo ☃ >&2; echo 船台", LONG);

    assertThat(log()).contains("grüße\n☃\n船台\n");
  }

  @Test
  void givesTheScriptNothingToRead() throws Exception {
    assertThat(run("cat; ! read line", LONG)).isEqualTo(new Ending.Exited(0));
  }

  @Test
  void passesTheTextAsAFileAndNotThroughAnotherShell() throws Exception {
    run("printf '%s\\n' \"$0\" '$(touch pwned)' \"it's; \\\"quoted\\\"\"", LONG);

    assertThat(log()).contains("run.sh\n$(touch pwned)\nit's; \"quoted\"\n");
  }

  @Test
  void cancellationEndsTheWholeTree() throws Exception {
    CompletableFuture<Ending> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(
                    """
                    trap '' TERM
                    (trap '' TERM; echo $(sh -c 'echo $PPID') > "$OUT/child"; while :; do sleep 1; done) &
                    echo $$ > "$OUT/pid"; wait
                    """,
                    LONG);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    long child = Eventually.pid(home.resolve("child"));
    long leader = Eventually.pid(home.resolve("pid"));

    cancelled.set(true);

    assertThatThrownBy(running::join).hasRootCauseMessage("cancelled");
    assertThat(Eventually.runs(child)).isFalse();
    assertThat(Eventually.runs(leader)).isFalse();
  }

  @Test
  void aWorkerThatStopsEndsTheScriptAtOnce() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread worker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    run("echo $$ > \"$OUT/pid\"; trap '' TERM; while :; do sleep 1; done", LONG);
                    interrupted.complete(false);
                  } catch (InterruptedException | ClosedByInterruptException e) {
                    interrupted.complete(true);
                  } catch (Exception e) {
                    interrupted.completeExceptionally(e);
                  }
                });
    long leader = Eventually.pid(home.resolve("pid"));

    worker.interrupt();

    assertThat(interrupted.join()).isTrue();
    assertThat(Eventually.runs(leader)).isFalse();
  }

  @Test
  void leavesNoRecordBehind() throws Exception {
    run("true", LONG);

    assertThat(bench.records()).isEmpty();
  }

  private Ending run(String text, Duration limit) throws Exception {
    Script script = new Script(KEY, text, Map.of("OUT", home.toString()), limit);
    return bench.run(script, this::beat);
  }

  private void beat(String line) {
    if (cancelled.get()) {
      throw new IllegalStateException("cancelled");
    }
  }

  private String log() throws Exception {
    return Files.readString(bench.log(), StandardCharsets.UTF_8);
  }

  /** A runner with all that it needs. */
  private static final class Bench {
    private final BuildSettings settings;
    private final ScriptRunner runner;
    private final long logLimit;

    private Bench(Path home, Duration grace, long logLimit) {
      this.logLimit = logLimit;
      settings = BuildSettings.of(home.resolve("work"), home.resolve("artifacts"));
      ProcessTable table = ProcessTable.ofThisMachine();
      runner =
          new ScriptRunner(
              ScriptEnvironment.ofThisWorker(),
              table,
              new ProcessRecords(settings.processes(), table),
              grace);
    }

    private Ending run(Script script, java.util.function.Consumer<String> beat) throws Exception {
      BuildLogs logs = new BuildLogs(settings.logs(), logLimit, logLimit * 2);
      Workspaces workspaces = new Workspaces(settings.workspaces(), 1);
      try (Pulse pulse = Pulse.start(beat, Duration.ofMillis(20));
          BoundedLog log = logs.open(script.key());
          Workspace workspace = workspaces.fresh(script.key())) {
        Files.createDirectories(workspace.source());
        return runner.run(script, workspace, log, pulse);
      }
    }

    private Path log() {
      return KEY.under(settings.logs(), ".log");
    }

    private java.util.List<Path> records() throws Exception {
      try (java.util.stream.Stream<Path> files = Files.list(settings.processes())) {
        return files.toList();
      }
    }
  }
}
