package dev.slipway.starter.release;

import dev.slipway.starter.screen.Console;
import dev.slipway.starter.screen.PlainText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints a log as it comes in pieces: whole lines only, so that no piece cuts a character or an
 * escape sequence in two, and each made harmless.
 */
final class LogPrinter {

  /** A line that does not end is printed in parts of this size. */
  private static final int LONGEST = 64 * 1024;

  private final Console console;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LogPrinter(Console console) {
    this.console = console;
  }

  void print(byte[] piece) {
    for (byte one : piece) {
      if (one == '\n' || line.size() >= LONGEST) {
        flush();
      }
      if (one != '\n') {
        line.write(one);
      }
    }
  }

  /** The last line may have no end. */
  void end() {
    if (line.size() > 0) {
      flush();
    }
  }

  private void flush() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    // What was written over by a carriage return (progress bars) was not meant to stay.
    String stripped = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    console.print(PlainText.logLine(stripped.substring(stripped.lastIndexOf('\r') + 1)));
  }
}
