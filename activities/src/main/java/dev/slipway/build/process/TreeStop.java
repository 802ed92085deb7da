package dev.slipway.build.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends all processes of a tree: asks first, then insists, until none is left. */
final class TreeStop {

  private static final Logger LOG = LoggerFactory.getLogger(TreeStop.class);
  private static final Duration INSISTING = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 20;

  private final ProcessTable table;

  TreeStop(ProcessTable table) {
    this.table = table;
  }

  /**
   * Returns when no process of the tree runs any more.
   *
   * @param grace between SIGTERM and SIGKILL; a thread that is interrupted grants none
   * @return how many processes there were to end
   */
  int stop(ProcessTree tree, Duration grace) throws IOException {
    ProcessTable.Members members = table.members(tree);
    int found = members.pids().size();
    if (found == 0) {
      return 0;
    }
    boolean interrupted = Thread.interrupted();
    try {
      ask(tree, members);
      long end = System.nanoTime() + grace.toNanos();
      while (!interrupted && !members.isEmpty() && System.nanoTime() < end) {
        interrupted = pauseIsInterrupted();
        members = table.members(tree);
      }
      end = System.nanoTime() + INSISTING.toNanos();
      while (!members.isEmpty() && System.nanoTime() < end) {
        kill(tree, members);
        interrupted |= pauseIsInterrupted();
        members = table.members(tree);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (!members.isEmpty()) {
      LOG.warn("processes {} of {} do not end after SIGKILL", members.pids(), tree.id());
    }
    return found;
  }

  /** The leader first: a script that cleans up should learn it before its commands fail. */
  private static void ask(ProcessTree tree, ProcessTable.Members members) {
    if (members.pids().contains(tree.leader())) {
      ProcessHandle.of(tree.leader()).ifPresent(ProcessHandle::destroy);
    }
    for (long pid : members.pids()) {
      if (pid != tree.leader()) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
      }
    }
  }

  /** The group first, in one stroke: a script that forks without end outruns single strokes. */
  private static void kill(ProcessTree tree, ProcessTable.Members members) {
    if (members.ownsGroup()) {
      killGroup(tree.leader());
    }
    members.pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  private static void killGroup(long group) {
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -9 -- \"-$1\"", "sh", Long.toString(group))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      // No process can be started, perhaps because the tree holds them all: single strokes follow.
      LOG.debug("the group {} could not be ended in one stroke", group, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean pauseIsInterrupted() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
