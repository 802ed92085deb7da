package dev.slipway.starter.screen;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds out what standard output is, without loading a native library. */
final class TerminalDetection {

  private TerminalDetection() {}

  /** {@code SLIPWAY_TERMINAL=1} or {@code 0} decides where it is set. */
  static boolean isTerminal(Map<String, String> environment) {
    String told = environment.getOrDefault("SLIPWAY_TERMINAL", "");
    if (!told.isEmpty()) {
      return !told.equals("0");
    }
    Path descriptor = Path.of("/proc/self/fd/1");
    if (Files.isSymbolicLink(descriptor)) {
      try {
        String device = Files.readSymbolicLink(descriptor).toString();
        return device.startsWith("/dev/pts/")
            || device.startsWith("/dev/tty")
            || device.equals("/dev/console");
      } catch (IOException e) {
        // Not to be read: then nobody is known to look, which is the harmless answer.
        return false;
      }
    }
    return Optional.ofNullable(System.console()).filter(TerminalDetection::isTerminal).isPresent();
  }

  /** From JDK 22 on there may be a console without a terminal; before, there never was. */
  private static boolean isTerminal(java.io.Console console) {
    try {
      return Boolean.TRUE.equals(java.io.Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public method of the JDK can be called", e);
    }
  }

  static Charset charset() {
    String name = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Charset.defaultCharset();
    }
  }
}
