package dev.slipway.document;

import java.util.List;
import java.util.Random;

/** Damages a text at one to six places: as typing errors, merges and bad intent do. */
public final class TextMutation {

  private static final List<String> INSERTED =
      List.of(
          ":",
          ": ",
          "- ",
          "\n",
          "\t",
          " ",
          "  ",
          "[",
          "]",
          "{",
          "}",
          "#",
          "&a ",
          "*a",
          "*calm",
          "!!str ",
          "!",
          "|",
          ">",
          "%",
          "'",
          "\"",
          "\\",
          "\u0000",
          "\u0007",
          "\u2028",
          "é",
          "😀",
          "\uD800",
          "---\n",
          "...\n",
          "? ",
          "<<: ",
          "~",
          "null",
          "-1",
          "99999999999999999999",
          ".inf",
          "1e9",
          "0s",
          "100%",
          "\uFEFF",
          "\r",
          "%YAML 1.1\n",
          "@",
          "`");

  private TextMutation() {}

  public static String of(String valid, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(valid);
    int count = 1 + random.nextInt(6);
    for (int done = 0; done < count && !text.isEmpty(); done++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(30));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, text.substring(at, to));
        case 2 -> text.setCharAt(at, (char) random.nextInt(0x300));
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        default -> text.insert(at, INSERTED.get(random.nextInt(INSERTED.size())));
      }
    }
    return text.toString();
  }
}
