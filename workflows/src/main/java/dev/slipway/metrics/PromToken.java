package dev.slipway.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of PromQL.
 *
 * @param text of a string its value, without quotes and escapes
 * @param at from 1, in the query
 */
record PromToken(Kind kind, String text, int at) {

  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL,
    END
  }

  private static final List<String> SYMBOLS =
      List.of(
          "==", "!=", "<=", ">=", "=~", "!~", "=", "<", ">", "(", ")", "{", "}", "[", "]", ",", ":",
          "@", "+", "-", "*", "/", "%", "^");

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equalsIgnoreCase(name);
  }

  /** For a message. */
  String shown() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }

  /**
   * The words of a query, with one that marks its end.
   *
   * @throws PromSyntax.Objection when a character or a string cannot be read
   */
  static List<PromToken> of(String query) {
    List<PromToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < query.length()) {
      char c = query.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '"' || c == '\'' || c == '`') {
        at = string(query, at, tokens);
      } else if (isNameStart(c)) {
        at = word(query, at, Kind.NAME, tokens);
      } else if (c >= '0' && c <= '9') {
        at = word(query, at, Kind.NUMBER, tokens);
      } else {
        at = symbol(query, at, tokens);
      }
    }
    tokens.add(new PromToken(Kind.END, "", at + 1));
    return tokens;
  }

  private static int word(String query, int from, Kind kind, List<PromToken> tokens) {
    int to = from;
    while (to < query.length()
        && (isNamePart(query.charAt(to)) || (kind == Kind.NUMBER && query.charAt(to) == '.'))) {
      to++;
    }
    tokens.add(new PromToken(kind, query.substring(from, to), from + 1));
    return to;
  }

  private static int symbol(String query, int from, List<PromToken> tokens) {
    for (String symbol : SYMBOLS) {
      if (query.startsWith(symbol, from)) {
        tokens.add(new PromToken(Kind.SYMBOL, symbol, from + 1));
        return from + symbol.length();
      }
    }
    throw new PromSyntax.Objection(
        from + 1,
        query.charAt(from) == '#'
            ? "comments are not taken; write them in YAML"
            : "unexpected '" + query.charAt(from) + "'");
  }

  private static int string(String query, int from, List<PromToken> tokens) {
    char quote = query.charAt(from);
    StringBuilder value = new StringBuilder();
    for (int at = from + 1; at < query.length(); at++) {
      char c = query.charAt(at);
      if (c == quote) {
        tokens.add(new PromToken(Kind.STRING, value.toString(), from + 1));
        return at + 1;
      }
      if (c == '\\' && quote != '`') {
        at++;
        value.append(escaped(query, at));
      } else {
        value.append(c);
      }
    }
    throw new PromSyntax.Objection(from + 1, "the string that begins here does not end");
  }

  private static char escaped(String query, int at) {
    char c = at < query.length() ? query.charAt(at) : ' ';
    return switch (c) {
      case '\\', '"', '\'' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default ->
          throw new PromSyntax.Objection(
              at, "\\" + c + " is no escape in a string; a backslash is written twice: \\\\" + c);
    };
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == ':';
  }
}
