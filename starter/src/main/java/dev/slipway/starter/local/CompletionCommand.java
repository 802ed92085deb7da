package dev.slipway.starter.local;

import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code slipway completion}. */
@Command(
    name = "completion",
    description = {
      "Prints a completion script for bash or zsh:",
      "  source <(slipway completion bash)",
      "  source <(slipway completion zsh)"
    })
public final class CompletionCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SHELL",
      description = "bash (default) or zsh")
  private String shell = "bash";

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  public CompletionCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli gives the spec before a command is called");
    }
    String script = AutoComplete.bash("slipway", spec.root().commandLine());
    String begin =
        switch (shell.toLowerCase(Locale.ROOT)) {
          case "bash" -> "";
          // The script is bash's; zsh runs it in its bash mode.
          case "zsh" -> "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n";
          default ->
              throw new CliException(
                  ExitCode.USAGE, "There is no completion for '" + shell + "': use bash or zsh.");
        };
    if (common.isJson()) {
      LocalJson.print(here.console(), java.util.Map.of("shell", shell, "script", begin + script));
    } else {
      here.console().print(begin + script);
    }
    return ExitCode.DONE.code();
  }
}
