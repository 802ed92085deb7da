package dev.slipway.starter;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code slipway} command. */
@Command(
    name = "slipway",
    description = "Brings a commit of a service safely into production.",
    footer = {
      "",
      "Begin with: slipway demo (three releases on this machine), slipway init (a first delivery file),",
      "slipway doctor (what is missing). Exit codes: slipway help exit-codes."
    })
public final class SlipwayCommand {

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "print the version")
  private boolean version;

  @Mixin private final CommonOptions common = new CommonOptions();

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = run(Surroundings.ofProcess(), arguments);
    // Client threads may live on; nothing of theirs is wanted any more.
    System.exit(code);
  }

  /** The same without ending the process. */
  public static int run(Surroundings here, String... arguments) {
    CommandLine line = CommandTree.of(here, arguments);
    int code = line.execute(arguments);
    here.console().out().flush();
    here.console().err().flush();
    return code;
  }

  /** Whether the version is wanted; picocli has answered already then. */
  boolean isVersion() {
    return version;
  }

  /** Options of the command itself. */
  CommonOptions common() {
    return common;
  }
}
