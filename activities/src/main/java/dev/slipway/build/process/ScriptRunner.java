package dev.slipway.build.process;

import dev.slipway.build.log.BoundedLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Runs a script in a session of its own, and leaves no process of it: not when it ends, not when it
 * takes too long, not when nobody wants it any more.
 */
final class ScriptRunner {

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Duration LEFTOVERS = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 50;
  private static final int BUFFER = 1 << 16;

  private final ScriptEnvironment environment;
  private final ProcessTable table;
  private final ProcessRecords records;
  private final TreeStop stop;
  private final Duration grace;

  ScriptRunner(
      ScriptEnvironment environment, ProcessTable table, ProcessRecords records, Duration grace) {
    this.environment = environment;
    this.table = table;
    this.records = records;
    this.stop = new TreeStop(table);
    this.grace = grace;
  }

  /**
   * @throws RuntimeException what the pulse brought: the script has then been ended
   * @throws InterruptedException the worker stops: the script has then been ended
   */
  Ending run(Script script, Workspace workspace, BoundedLog log, Pulse pulse)
      throws IOException, InterruptedException {
    ProcessTree tree =
        ProcessTree.announced(script.key().toString().replace('/', '_') + "_" + UUID.randomUUID());
    String step = script.key().toString();
    records.write(tree, step);
    Process process;
    try {
      process = start(script, workspace, tree);
    } catch (IOException e) {
      records.remove(tree.id());
      throw e;
    }
    tree = tree.ledByChild(process.pid(), table.started(process.pid()).orElse(""));
    Thread reader = read(process, log);
    Duration patience = grace;
    try {
      records.write(tree, step);
      Ending ending = await(process, script.limit(), pulse);
      patience = ending instanceof Ending.Exited ? LEFTOVERS : grace;
      return ending;
    } catch (InterruptedException e) {
      patience = Duration.ZERO;
      throw e;
    } finally {
      end(tree, patience, log);
      records.remove(tree.id());
      if (!reader.join(LAST_WORDS)) {
        log.note("a process that was not found holds the output open: what it says is not kept");
      }
    }
  }

  private Process start(Script script, Workspace workspace, ProcessTree tree) throws IOException {
    Files.writeString(workspace.script(), script.text() + "\n", StandardCharsets.UTF_8);
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.addAll(List.of("/bin/sh", "-eu", workspace.script().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workspace.source().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment.with(script.environment(), workspace.temporary()));
    builder.environment().put(ProcessTree.MARK, tree.id());
    return builder.start();
  }

  private static Ending await(Process process, Duration limit, Pulse pulse)
      throws InterruptedException {
    long started = System.nanoTime();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      pulse.check();
      if (System.nanoTime() - started > limit.toNanos()) {
        return new Ending.TimedOut(limit);
      }
    }
    return new Ending.Exited(process.exitValue());
  }

  /** Ends what is left, be it the whole script or what it has left behind. */
  private void end(ProcessTree tree, Duration patience, BoundedLog log) throws IOException {
    int ended = stop.stop(tree, patience);
    if (ended > 0) {
      log.note("ended " + ended + (ended == 1 ? " process" : " processes") + " of the script");
    }
  }

  /**
   * Reads to the end, whatever becomes of the log: a script must not hang on a full pipe. A process
   * that has escaped may hold the pipe open; the thread then waits for it, and nobody for the
   * thread.
   */
  private static Thread read(Process process, BoundedLog log) {
    return Thread.ofPlatform()
        .name("slipway-script-" + process.pid())
        .daemon()
        .start(
            () -> {
              byte[] buffer = new byte[BUFFER];
              try (InputStream in = process.getInputStream()) {
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                  log.write(buffer, 0, length);
                }
              } catch (IOException e) {
                log.note("the output could not be read to its end (" + e.getMessage() + ")");
              }
            });
  }
}
