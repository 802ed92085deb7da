package dev.slipway.build.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a dead worker leaves running is found and ended, and nothing else is. */
@Timeout(30)
class OrphanReaperTest {

  private static final String MARK = "shop_1f2e3d4c5b6a-1_build_mark";

  @TempDir private Path home;
  private BuildSettings settings;
  private final ProcessTable table = ProcessTable.ofThisMachine();
  private final java.util.ArrayList<Process> started = new java.util.ArrayList<>();

  @BeforeEach
  void setUp() {
    settings = BuildSettings.of(home.resolve("work"), home.resolve("artifacts"));
  }

  @AfterEach
  void endWhatATestHasStarted() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void endsTheScriptOfAWorkerThatWasKilled() throws Exception {
    Path pid = home.resolve("pid");
    Path child = home.resolve("child");
    String script =
        "(echo $(sh -c 'echo $PPID') > '%s'; exec sleep 600) & echo $$ > '%s'; wait"
            .formatted(child, pid);
    Process worker = worker(script);
    long leader = Eventually.pid(pid);
    long grandchild = Eventually.pid(child);
    worker.destroyForcibly().waitFor();
    assertThat(Eventually.runs(leader)).isTrue();

    int ended = new OrphanReaper(settings).reap();

    assertThat(ended).isGreaterThanOrEqualTo(2);
    assertThat(Eventually.runs(leader)).isFalse();
    assertThat(Eventually.runs(grandchild)).isFalse();
    assertThat(records()).isEmpty();
  }

  @Test
  void leavesTheScriptOfALivingWorkerAlone() throws Exception {
    Path pid = home.resolve("pid");
    Process worker = worker("echo $$ > '%s'; sleep 600".formatted(pid));
    long leader = Eventually.pid(pid);

    assertThat(new OrphanReaper(settings).reap()).isZero();

    assertThat(Eventually.runs(leader)).isTrue();
    assertThat(records()).hasSize(1);
    worker.destroyForcibly().waitFor();
    new OrphanReaper(settings).reap();
  }

  @Test
  void neverEndsAProcessThatOnlyHasTheSameNumber() throws Exception {
    Process innocent = start(List.of("setsid", "sleep", "600"));
    writeRecord(innocent.pid(), "12345");

    assertThat(new OrphanReaper(settings).reap()).isZero();

    assertThat(Eventually.runs(innocent.pid())).isTrue();
    assertThat(records()).isEmpty();
  }

  @Test
  void endsAScriptWhoseStartWasNotWrittenDownAnyMore() throws Exception {
    Process orphan = start(List.of("env", ProcessTree.MARK + "=" + MARK, "setsid", "sleep", "600"));
    Eventually.until(
        "the mark is to be seen", () -> !table.members(ProcessTree.announced(MARK)).isEmpty());
    writeRecord(0, "");

    assertThat(new OrphanReaper(settings).reap()).isEqualTo(1);

    assertThat(Eventually.runs(orphan.pid())).isFalse();
  }

  @Test
  void leavesRecordsOfOtherContainersAlone() throws Exception {
    Process other = start(List.of("setsid", "sleep", "600"));
    String startedAt = table.started(other.pid()).orElseThrow();
    write(new ProcessRecord(MARK, "shop", other.pid(), startedAt, 1, "0", "elsewhere"));

    assertThat(new OrphanReaper(settings).reap()).isZero();

    assertThat(Eventually.runs(other.pid())).isTrue();
    assertThat(records()).hasSize(1);
  }

  @Test
  void hasNothingToDoOnANewWorker() throws Exception {
    assertThat(new OrphanReaper(settings).reap()).isZero();
  }

  private void writeRecord(long pid, String startedAt) throws Exception {
    Process dead = start(List.of("true"));
    dead.waitFor();
    write(new ProcessRecord(MARK, "shop", pid, startedAt, dead.pid(), "1", table.space()));
  }

  private void write(ProcessRecord record) throws Exception {
    Files.createDirectories(settings.processes());
    Files.write(
        settings.processes().resolve(record.id() + ".json"),
        dev.slipway.temporal.SlipwayDataConverter.mapper().writeValueAsBytes(record));
  }

  private Process worker(String script) throws Exception {
    return start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DoomedWorker.class.getName(),
            settings.work().toString(),
            script));
  }

  private Process start(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  private List<Path> records() throws Exception {
    try (Stream<Path> files = Files.list(settings.processes())) {
      return files.toList();
    }
  }
}
