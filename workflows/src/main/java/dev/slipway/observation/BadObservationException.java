package dev.slipway.observation;

/** An observation cannot be taken as it is: the message names the field and what would be right. */
public final class BadObservationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadObservationException(String sentence) {
    super(sentence);
  }

  BadObservationException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** Without line number and full stop. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
