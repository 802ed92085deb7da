package dev.slipway.starter.screen;

import java.nio.charset.Charset;

/**
 * Whether the terminal can show what we draw with; where it cannot, plain letters take its place.
 */
public enum Glyphs {
  UNICODE,
  ASCII;

  private static final String FROM = "✔✖●◐○⊘█░├└│─·…→×•";
  private static final String TO = "+x*~o-#.|`|--~>x*";

  /** What this character set can show. */
  static Glyphs of(Charset charset) {
    return charset.newEncoder().canEncode('█') ? UNICODE : ASCII;
  }

  String of(String text) {
    if (this == UNICODE) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int index = 0; index < text.length(); index++) {
      int at = FROM.indexOf(text.charAt(index));
      plain.append(at < 0 ? text.charAt(index) : TO.charAt(at));
    }
    return plain.toString();
  }
}
