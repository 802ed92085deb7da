package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a process runs. One that has ended but was not yet collected by its parent counts as
 * ended: in a container whose first process collects nobody it stays like that for ever.
 */
final class Liveness {

  private Liveness() {}

  static boolean isAlive(ProcessHandle handle) {
    return handle.isAlive() && !isUncollected(handle.pid());
  }

  private static boolean isUncollected(long pid) {
    Path file = Path.of("/proc", String.valueOf(pid), "stat");
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.startsWith(" Z", text.lastIndexOf(')') + 1);
    } catch (IOException e) {
      // No Linux, or gone in this moment: the handle's own answer stands.
      return false;
    }
  }
}
