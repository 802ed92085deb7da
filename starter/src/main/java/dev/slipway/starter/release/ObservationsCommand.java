package dev.slipway.starter.release;

import dev.slipway.observation.RecordKey;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway release observations}. */
@Command(
    name = "observations",
    description = {
      "Prints what a release's rollout has counted, one JSON object a line for each block, as",
      "slipway analyze --observations - reads it."
    })
public final class ObservationsCommand implements Callable<Integer> {

  private final Surroundings here;

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "key, beginning of it, commit or service")
  private String release = "";

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "where (default: the last one that it has reached)")
  private String environment = "";

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public ObservationsCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      RecordKey key =
          RecordedEnvironment.of(
              new Releases(open).status(new ReleaseFinder(open).find(release)), environment);
      WorkerRecords.of(here.environment())
          .read(key, line -> here.console().out().print(line + "\n"));
      return ExitCode.DONE.code();
    }
  }

  /** Lines of JSON are the only answer, whatever is asked for. */
  CommonOptions common() {
    return common;
  }
}
