package dev.slipway.starter;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.screen.Console;
import dev.slipway.starter.screen.PlainText;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failure becomes a sentence on standard error and an exit code. */
final class FailureSentences implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Console console;

  FailureSentences(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult line) {
    if (isDebug(line)) {
      failure.printStackTrace(console.err());
    }
    return say(failure);
  }

  int say(Throwable failure) {
    if (failure instanceof CliException known) {
      console.say("slipway: " + known.sentence());
      return known.code().code();
    }
    if (failure instanceof DevException known) {
      console.say("slipway: " + known.getMessage());
      return ExitCode.NO.code();
    }
    console.say(
        "slipway: This was not expected ("
            + failure.getClass().getSimpleName()
            + (failure.getMessage() == null ? "" : ": " + PlainText.first(failure.getMessage()))
            + "): run it again with --debug and report what it shows.");
    return ExitCode.TROUBLE.code();
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    console.say(
        "slipway: " + sentence(failure) + suggestion(failure) + ": see " + name + " --help.");
    return ExitCode.USAGE.code();
  }

  private static String sentence(ParameterException failure) {
    String message = PlainText.first(String.valueOf(failure.getMessage()));
    String ended = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    return ended.isEmpty()
        ? "The command is not complete"
        : ended.substring(0, 1).toUpperCase(Locale.ROOT) + ended.substring(1);
  }

  private static String suggestion(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> similar = unmatched.getSuggestions();
      return similar.isEmpty() ? "" : " (did you mean " + String.join(" or ", similar) + "?)";
    }
    return "";
  }

  private static boolean isDebug(ParseResult line) {
    ParseResult deepest = line;
    boolean debug = deepest.hasMatchedOption("--debug");
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
      debug |= deepest.hasMatchedOption("--debug");
    }
    return debug;
  }
}
