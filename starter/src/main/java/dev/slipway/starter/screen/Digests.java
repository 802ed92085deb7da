package dev.slipway.starter.screen;

import java.util.regex.Pattern;

/** Commits and digests as people compare them: by their first twelve digits. */
public final class Digests {

  private static final Pattern LONG = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{28,}\\b");

  private Digests() {}

  /** Every long hexadecimal number in the text, abbreviated. */
  public static String abbreviate(String text) {
    return LONG.matcher(text).replaceAll("$1");
  }
}
