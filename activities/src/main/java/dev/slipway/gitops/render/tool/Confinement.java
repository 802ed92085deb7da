package dev.slipway.gitops.render.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What stands before a command so that it has no network and cannot use more than its share: {@code
 * unshare} where the kernel lets this user make a network of its own, and the shell's limits. Both
 * replace themselves by the command: there is one process to end.
 *
 * @param offline the command that takes the network away; empty where that is not allowed
 */
record Confinement(List<String> offline) {

  private static final long CHECK_SECONDS = 10;
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");

  /** Sets soft limits of time first, so that the program can say that it was that. */
  private static final String LIMITS =
      "ulimit -c 0; ulimit -v \"$1\"; ulimit -S -t \"$2\"; ulimit -H -t \"$3\"; shift 3; exec \"$@\"";

  Confinement {
    offline = List.copyOf(offline);
  }

  /** The strictest that works here: as root, as a user with a namespace of its own, or none. */
  static Confinement here() {
    if (Files.isExecutable(UNSHARE)) {
      for (List<String> candidate :
          List.of(
              List.of(UNSHARE.toString(), "--net", "--"),
              List.of(UNSHARE.toString(), "--user", "--map-current-user", "--net", "--"))) {
        if (works(candidate)) {
          return new Confinement(candidate);
        }
      }
    }
    return new Confinement(List.of());
  }

  List<String> around(List<String> command, RenderSettings settings) {
    long seconds = settings.cpuTime().toSeconds();
    List<String> whole = new ArrayList<>(offline);
    whole.addAll(
        List.of(
            "/bin/sh",
            "-c",
            LIMITS,
            "sh",
            String.valueOf(settings.memory() / 1024),
            String.valueOf(seconds),
            String.valueOf(seconds + 2)));
    whole.addAll(command);
    return whole;
  }

  private static boolean works(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("/bin/true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(CHECK_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
