package dev.slipway.build.process;

import dev.slipway.build.log.BoundedLog;
import dev.slipway.build.log.BuildLogs;
import dev.slipway.build.log.StepKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A worker in a process of its own, to be killed while it builds. */
final class DoomedWorker {

  private DoomedWorker() {}

  /**
   * @param arguments its work directory, and the script that it runs
   */
  public static void main(String[] arguments) throws Exception {
    BuildSettings settings = BuildSettings.of(Path.of(arguments[0]), Path.of(arguments[0]));
    ProcessTable table = ProcessTable.ofThisMachine();
    ScriptRunner runner =
        new ScriptRunner(
            ScriptEnvironment.ofThisWorker(),
            table,
            new ProcessRecords(settings.processes(), table),
            Duration.ofSeconds(1));
    StepKey key = StepKey.build("shop/1f2e3d4c5b6a-1");
    Script script = new Script(key, arguments[1], Map.of(), Duration.ofMinutes(5));
    BuildLogs logs = new BuildLogs(settings.logs(), settings.logLimit(), settings.logsLimit());
    try (Pulse pulse = Pulse.start(line -> {}, Duration.ofSeconds(1));
        BoundedLog log = logs.open(key);
        Workspace workspace = new Workspaces(settings.workspaces(), 1).fresh(key)) {
      Files.createDirectories(workspace.source());
      runner.run(script, workspace, log, pulse);
    }
  }
}
