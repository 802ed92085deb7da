package dev.slipway.starter.release;

import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway release logs}. */
@Command(name = "logs", description = "Prints the log of a step: of a build or a test suite.")
public final class LogsCommand implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofMillis(400);

  private final Surroundings here;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "key, beginning of it, commit or service")
  private String release = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STEP",
      description =
          "build, or the name of a suite (default: the step that runs or failed, else the last one)")
  private String step = "";

  @Option(
      names = {"-f", "--follow"},
      description = "go on until the step has ended")
  private boolean follow;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public LogsCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      Releases releases = new Releases(open);
      ReleaseKey key = new ReleaseFinder(open).find(release);
      StepStatus chosen = choose(key, releases.status(key));
      WorkerLogs logs = WorkerLogs.of(here.environment());
      if (common.isJson()) {
        byte[] text = logs.read(chosen.reference(), 0);
        Json.print(
            here.console(),
            Map.of(
                "release", key.toString(),
                "step", chosen.name(),
                "log", new String(text, StandardCharsets.UTF_8)));
      } else {
        print(releases, key, chosen, logs);
      }
      return ExitCode.DONE.code();
    }
  }

  private void print(Releases releases, ReleaseKey key, StepStatus chosen, WorkerLogs logs) {
    LogPrinter printer = new LogPrinter(here.console());
    long offset = 0;
    boolean more = true;
    while (more) {
      // Asked before it is read: what is written before the end is read in the last round.
      more = follow && isRunning(releases.status(key), chosen.name());
      byte[] piece = logs.read(chosen.reference(), offset);
      offset += piece.length;
      printer.print(piece);
      if (more && piece.length == 0) {
        pause();
      }
    }
    printer.end();
  }

  private StepStatus choose(ReleaseKey key, ReleaseStatus status) {
    List<StepStatus> logged =
        status.steps().stream()
            .filter(one -> WorkerLogs.isLog(reference(key, one)))
            .map(one -> referred(key, one))
            .toList();
    if (!step.isEmpty()) {
      return logged.stream()
          .filter(one -> one.name().equals(step) || one.name().equals("test " + step))
          .findFirst()
          .orElseThrow(() -> noLog(key, "of a step '" + step + "'", logged));
    }
    return logged.stream()
        .filter(
            one ->
                one.state() == StepStatus.State.RUNNING || one.state() == StepStatus.State.FAILED)
        .reduce((first, second) -> second)
        .or(() -> logged.isEmpty() ? Optional.empty() : Optional.of(logged.getLast()))
        .orElseThrow(() -> noLog(key, "yet", logged));
  }

  /**
   * The workflow learns a log's reference when the step ends; where a running step's log is follows
   * from its name.
   */
  private static String reference(ReleaseKey key, StepStatus step) {
    boolean runs = step.reference().isEmpty() && step.state() == StepStatus.State.RUNNING;
    if (runs && (step.name().equals("build") || step.name().startsWith("test "))) {
      return "log:" + key + "/" + step.name().replace("test ", "test-");
    }
    return step.reference();
  }

  private static StepStatus referred(ReleaseKey key, StepStatus step) {
    return new StepStatus(
        step.name(),
        step.state(),
        step.startedAt(),
        step.endedAt(),
        step.detail(),
        reference(key, step));
  }

  private static CliException noLog(ReleaseKey key, String which, List<StepStatus> logged) {
    String known =
        logged.isEmpty()
            ? "see slipway release status " + key
            : "there is one of "
                + logged.stream().map(StepStatus::name).collect(Collectors.joining(", "));
    return new CliException(
        ExitCode.NOT_FOUND, "There is no log " + which + " in " + key + ": " + known + ".");
  }

  private static boolean isRunning(ReleaseStatus status, String name) {
    return status.steps().stream()
        .anyMatch(one -> one.name().equals(name) && one.state() == StepStatus.State.RUNNING);
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted.", e);
    }
  }
}
