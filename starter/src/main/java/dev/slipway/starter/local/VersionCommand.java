package dev.slipway.starter.local;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway version}. */
@Command(name = "version", description = "Prints the version.")
public final class VersionCommand implements Callable<Integer> {

  private final Surroundings here;

  @Mixin private final CommonOptions common = new CommonOptions();

  public VersionCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    if (common.isJson()) {
      LocalJson.print(
          here.console(),
          new TreeMap<>(Map.of("version", Version.number(), "java", Runtime.version().toString())));
    } else {
      here.console().print(Version.line());
    }
    return ExitCode.DONE.code();
  }
}
