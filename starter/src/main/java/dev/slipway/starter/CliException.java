package dev.slipway.starter;

/**
 * A command cannot go on: the message is one sentence that says what to do, the code is its exit
 * code.
 */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public CliException(ExitCode code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public CliException(ExitCode code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public ExitCode code() {
    return code;
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
