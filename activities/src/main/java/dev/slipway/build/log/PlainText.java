package dev.slipway.build.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a script said, made fit for a status line, a page or a history. */
public final class PlainText {

  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001B\\[[0-?]*[ -/]*[@-~]" // colours and cursor
              + "|\u001B[\\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?" // titles, links, strings
              + "|\u001B[ -/]*[0-~]?");

  /** Control characters but tab and line feed, and those that turn the direction of the text. */
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF&&[^\t\n]]");

  private PlainText() {}

  /**
   * Without escape sequences and control characters; a line that was drawn over is its last state.
   */
  public static String of(String text) {
    String plain = ESCAPES.matcher(text).replaceAll("").replace("\r\n", "\n");
    if (plain.indexOf('\r') >= 0) {
      plain =
          String.join("\n", Arrays.stream(plain.split("\n", -1)).map(PlainText::drawn).toList());
    }
    return CONTROLS.matcher(plain).replaceAll("");
  }

  /** One line, at most as many characters. */
  public static String line(String text, int characters) {
    String plain = of(text).replaceAll("\\s+", " ").strip();
    if (plain.codePointCount(0, plain.length()) <= characters) {
      return plain;
    }
    return plain.substring(0, plain.offsetByCodePoints(0, characters - 1)) + "…";
  }

  /**
   * The end of a text.
   *
   * @param lines at most as many
   * @param bytes at most as many, in UTF-8; the oldest characters go first
   */
  public static String end(String text, int lines, int bytes) {
    List<String> all = of(text).stripTrailing().lines().map(String::stripTrailing).toList();
    String end = String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    byte[] encoded = end.getBytes(StandardCharsets.UTF_8);
    if (encoded.length <= bytes) {
      return end;
    }
    int start = encoded.length - bytes;
    while (start < encoded.length && isContinuation(encoded[start])) {
      start++;
    }
    return new String(encoded, start, encoded.length - start, StandardCharsets.UTF_8);
  }

  static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  /** What is to be seen of a line after its carriage returns. */
  private static String drawn(String line) {
    String[] states = line.split("\r", -1);
    for (int i = states.length - 1; i >= 0; i--) {
      if (!states[i].isBlank()) {
        return states[i];
      }
    }
    return "";
  }
}
