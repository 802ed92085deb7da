package dev.slipway.localcluster.pod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process that cannot be taken for another one that got its pid later.
 *
 * @param pid also the id of its process group, as each pod leads one
 * @param start when it was started, in words that stay the same while the machine runs: clock ticks
 *     since the boot where the kernel tells them (a wall clock can be set), else milliseconds
 */
record ProcessIdentity(long pid, String start) {

  private static final Path PROC = Path.of("/proc");
  private static final boolean LINUX = Files.exists(PROC.resolve("self/stat"));
  private static final int STATE = 0;
  private static final int START_TIME = 19;

  /** Of a process that runs now; a zombie does not. */
  static Optional<ProcessIdentity> of(long pid) {
    if (!LINUX) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(handle -> handle.info().startInstant())
          .map(start -> new ProcessIdentity(pid, "ms:" + start.toEpochMilli()));
    }
    try {
      String stat =
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      // The name, in parentheses, may have spaces and parentheses of its own.
      List<String> fields =
          List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", START_TIME + 2));
      if (fields.get(STATE).equals("Z") || fields.get(STATE).equals("X")) {
        return Optional.empty();
      }
      return Optional.of(new ProcessIdentity(pid, Boot.ID + ":" + fields.get(START_TIME)));
    } catch (IOException e) {
      // There is no such process, or it ended while it was read.
      return Optional.empty();
    }
  }

  boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Ticks count from the boot: a record of the time before it must fit no process. */
  private static final class Boot {
    private static final String ID = read();

    private static String read() {
      try {
        return Files.readString(
                PROC.resolve("sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
            .strip();
      } catch (IOException e) {
        return "boot";
      }
    }
  }
}
