package dev.slipway.starter.analyze;

/** A line of the input cannot be taken. */
final class BadLineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadLineException(long line, String sentence) {
    super("line " + line + ": " + sentence);
  }

  BadLineException(long line, String sentence, Throwable cause) {
    super("line " + line + ": " + sentence, cause);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
