package dev.slipway.localcluster.pod;

import java.io.IOException;

/** Signals to whole process groups, which Java itself cannot send. */
enum Signal {
  TERM,
  KILL;

  /** To every process of the group; a group that is gone is left in peace. */
  void toGroup(long leader) {
    send("-" + leader);
  }

  void toProcess(long pid) {
    send(Long.toString(pid));
  }

  private void send(String target) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" -- \"$2\"", "sh", name(), target)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("A signal could not be sent.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
