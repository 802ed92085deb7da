package dev.slipway.starter.local;

import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway help}. */
@Command(
    name = "help",
    description = "Shows the help of a command, or of a topic: exit-codes.",
    helpCommand = true)
public final class HelpCommand implements Callable<Integer> {

  private static final String EXIT_CODES = "exit-codes";

  private final Surroundings here;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "a command, or exit-codes")
  private List<String> words = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  public HelpCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli gives the spec before a command is called");
    }
    if (words.equals(List.of(EXIT_CODES))) {
      printExitCodes();
    } else {
      find(spec.root().commandLine()).usage(here.console().out());
    }
    return ExitCode.DONE.code();
  }

  private CommandLine find(CommandLine root) {
    CommandLine command = root;
    for (String word : words) {
      @Nullable CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new CliException(
            ExitCode.USAGE,
            "There is no command or topic '" + String.join(" ", words) + "': see slipway help.");
      }
      command = next;
    }
    return command;
  }

  private void printExitCodes() {
    if (common.isJson()) {
      Map<String, String> codes = new LinkedHashMap<>();
      Arrays.stream(ExitCode.values())
          .forEach(code -> codes.put(String.valueOf(code.code()), code.meaning()));
      LocalJson.print(here.console(), codes);
      return;
    }
    Table table = new Table("CODE", "NAME", "MEANS");
    for (ExitCode code : ExitCode.values()) {
      table.row(
          Line.of(String.valueOf(code.code())), Line.of(code.name()), Line.of(code.meaning()));
    }
    here.console().print(table.lines());
  }
}
