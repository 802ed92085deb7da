package dev.slipway.starter.screen;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes text from outside harmless: commit subjects, pull requests, log lines and reasons must not
 * steer the terminal, hide what they say, or spread over several lines.
 */
public final class PlainText {

  /** Whole escape sequences (CSI, OSC, two-character), so that nothing of them is left to read. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]"
              + "|(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c|$)"
              + "|\\u001b[ -/]*[0-~]?");

  private static final int TAB = 4;

  private PlainText() {}

  /** One line: line breaks and tabs become blanks, everything that steers is gone. */
  public static String line(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    ESCAPES
        .matcher(text)
        .replaceAll("")
        .codePoints()
        .forEach(
            point -> {
              if (isBreak(point)) {
                plain.append(' ');
              } else if (!steers(point)) {
                plain.appendCodePoint(point);
              }
            });
    return plain.toString();
  }

  /** A line of a log: as {@link #line}, but its indentation stays. */
  public static String logLine(String text) {
    String expanded = text.replace("\t", " ".repeat(TAB)).stripTrailing();
    int indentation = expanded.length() - expanded.stripLeading().length();
    return " ".repeat(indentation) + line(expanded).strip();
  }

  /** Several lines, each made harmless; empty for blank text. */
  public static List<String> lines(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.strip().split("\\R", -1)).map(PlainText::logLine).toList();
  }

  /** The first line of several. */
  public static String first(String text) {
    List<String> lines = lines(text);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  private static boolean isBreak(int point) {
    return point == '\n' || point == '\r' || point == '\t' || point == 0x2028 || point == 0x2029;
  }

  /** Control characters, marks that turn the direction of reading, and invisible ones. */
  private static boolean steers(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          true;
      case Character.FORMAT -> point != 0x200d;
      default -> false;
    };
  }
}
