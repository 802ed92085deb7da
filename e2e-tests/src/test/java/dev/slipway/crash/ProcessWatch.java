package dev.slipway.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for the first process that a build or a test has started in its workspace: that is an
 * effect outside the worker, and it would outlive it.
 */
final class ProcessWatch implements AutoCloseable {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(3);

  private final Path workspaces;
  private volatile boolean open = true;

  /**
   * @param workspaces below which builds and tests run
   * @param effect is run once, on a thread of the watch, while the process runs
   */
  ProcessWatch(Path workspaces, Runnable effect) {
    this.workspaces = workspaces;
    Thread.ofPlatform().daemon().name("process-watch").start(() -> look(effect));
  }

  private void look(Runnable effect) {
    while (open) {
      if (ProcessHandle.current().descendants().anyMatch(this::isInWorkspace)) {
        effect.run();
        return;
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** Not so are the little processes by which JGit looks around, and our own kill. */
  private boolean isInWorkspace(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .startsWith(workspaces);
    } catch (IOException e) {
      // Gone meanwhile.
      return false;
    }
  }

  @Override
  public void close() {
    open = false;
  }
}
