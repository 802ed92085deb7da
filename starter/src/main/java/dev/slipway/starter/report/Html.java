package dev.slipway.starter.report;

import dev.slipway.starter.screen.PlainText;

/** Text on a page: nothing that others wrote can become a part of its language. */
final class Html {

  private Html() {}

  /** One line, escaped for text and for attributes in quotes. */
  static String text(String outside) {
    StringBuilder escaped = new StringBuilder();
    for (char c : PlainText.line(outside).toCharArray()) {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
