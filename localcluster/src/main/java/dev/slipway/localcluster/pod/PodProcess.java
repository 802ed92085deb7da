package dev.slipway.localcluster.pod;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The process of a pod, which leads a session of its own: it outlives the cluster, and the signals
 * of a terminal do not reach it.
 */
final class PodProcess {

  private static final int MOST_ATTEMPTS = 500;

  private final ProcessIdentity identity;
  private final ProcessMark mark;

  /** Null when it was found again: only a parent is told the exit code. */
  private final @Nullable Process child;

  private PodProcess(ProcessIdentity identity, ProcessMark mark, @Nullable Process child) {
    this.identity = identity;
    this.mark = mark;
    this.child = child;
  }

  /**
   * Starts it.
   *
   * @param environment all of it: nothing is inherited
   * @param log where its output is appended; a file and not a pipe, which would break with us
   */
  static PodProcess start(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path log,
      ProcessMark mark)
      throws IOException {
    List<String> line = new ArrayList<>(newSession());
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(ProcessMark.VARIABLE, mark.value());
    Process child = builder.start();
    // It may have ended already; its exit code tells then.
    ProcessIdentity identity =
        ProcessIdentity.of(child.pid()).orElse(new ProcessIdentity(child.pid(), "ended"));
    return new PodProcess(identity, mark, child);
  }

  /** Finds it again after the cluster was restarted. */
  static Optional<PodProcess> find(ProcessIdentity identity, ProcessMark mark) {
    return identity.isAlive()
        ? Optional.of(new PodProcess(identity, mark, null))
        : Optional.empty();
  }

  ProcessIdentity identity() {
    return identity;
  }

  boolean isAlive() {
    return child != null ? child.isAlive() : identity.isAlive();
  }

  /** Empty while it runs, and when it was not started by this run of the cluster. */
  OptionalInt exitCode() {
    return child == null || child.isAlive()
        ? OptionalInt.empty()
        : OptionalInt.of(child.exitValue());
  }

  /** Calls back when it ends, if it is a child of ours; others have to be looked at. */
  void onExit(Runnable callback) {
    if (child != null) {
      CompletableFuture<Void> unused = child.onExit().thenRun(callback);
    }
  }

  void terminate() {
    if (isAlive()) {
      Signal.TERM.toGroup(identity.pid());
    }
  }

  /** Kills it and everything that it started; returns when nothing of it is left. */
  void killEverything() throws InterruptedException {
    killGroup();
    List<ProcessIdentity> left = mark.find();
    for (int i = 0; i < MOST_ATTEMPTS && !left.isEmpty(); i++) {
      left.forEach(stray -> Signal.KILL.toProcess(stray.pid()));
      Thread.sleep(10);
      left = mark.find();
    }
  }

  /**
   * The group may outlive its leader, and its id is not given to another process while it does. A
   * leader that was found dead long after is not trusted: its pid may be somebody else's.
   */
  private void killGroup() {
    if (child != null || identity.isAlive()) {
      Signal.KILL.toGroup(identity.pid());
    }
  }

  /** The words that put a command into a session of its own. */
  private static List<String> newSession() {
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      return List.of("/usr/bin/setsid");
    }
    if (Files.isExecutable(Path.of("/usr/bin/perl"))) {
      return List.of("/usr/bin/perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or exit 127");
    }
    throw new IllegalStateException(
        "Neither /usr/bin/setsid nor /usr/bin/perl is here: install util-linux, which pods need to be started.");
  }
}
