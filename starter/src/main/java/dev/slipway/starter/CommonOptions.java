package dev.slipway.starter;

import picocli.CommandLine.Option;

/** What every command understands. */
public final class CommonOptions {

  /** For whom an answer is. */
  public enum Format {
    /** A person. */
    TEXT,
    /** A program. */
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text (default) or json")
  private Format format = Format.TEXT;

  /** Read by {@link FailureSentences} from the parsed line. */
  @Option(names = "--debug", description = "show the stack trace when something goes wrong")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  public boolean isJson() {
    return format == Format.JSON;
  }

  /** Whether stack traces are wanted. */
  public boolean isDebug() {
    return debug;
  }

  /** Whether help is wanted; picocli has answered already then. */
  boolean isHelp() {
    return help;
  }
}
