package dev.slipway.build.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine. */
interface ProcessTable {

  /** The best that this machine offers. */
  static ProcessTable ofThisMachine() {
    return Files.isReadable(Path.of("/proc/self/stat"))
        ? new LinuxProcesses(Path.of("/proc"))
        : new PortableProcesses();
  }

  /**
   * Where and since when pids mean what they mean: they are not comparable across containers or
   * restarts of the machine.
   */
  String space() throws IOException;

  /**
   * When the process was started, as an opaque word that, with the pid, names it for ever; empty
   * when it does not run (a zombie does not).
   */
  Optional<String> started(long pid) throws IOException;

  /** The tree's living processes: never one that only has the same number. */
  Members members(ProcessTree tree) throws IOException;

  /**
   * @param pids of living processes
   * @param ownsGroup whether the process group of the leader's number is the tree's, so that it may
   *     be signalled as a whole
   */
  record Members(Set<Long> pids, boolean ownsGroup) {

    public Members {
      pids = Set.copyOf(pids);
    }

    boolean isEmpty() {
      return pids.isEmpty();
    }
  }
}
