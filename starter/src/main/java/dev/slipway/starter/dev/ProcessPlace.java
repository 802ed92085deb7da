package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place of a process of the stack: at most one runs there at a time.
 *
 * @param name for people, and of its log and record
 * @param directory where it works, and where its log and record are
 */
record ProcessPlace(String name, Path directory) {

  void start(List<String> command, Map<String, String> environment) {
    ManagedProcess.start(name, directory, command, environment);
  }

  Optional<ManagedProcess> running() {
    return ManagedProcess.running(name, directory);
  }

  boolean isRunning() {
    return running().isPresent();
  }

  Optional<Long> pid() {
    return running().map(ManagedProcess::pid);
  }

  /** The one that was just started or found; when it is gone already, its log says why. */
  ManagedProcess required() {
    return running()
        .orElseThrow(
            () ->
                new DevException(
                    "The "
                        + name
                        + " stopped as soon as it was started: read "
                        + ManagedProcess.log(name, directory)
                        + ManagedProcess.lastLine(name, directory)
                        + "."));
  }

  void stop() {
    running().ifPresent(ManagedProcess::stop);
  }

  Path log() {
    return ManagedProcess.log(name, directory);
  }
}
