package dev.slipway.starter.environment;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Names;
import picocli.CommandLine.Parameters;

/** One service in one environment, as two words or as {@code ENVIRONMENT/SERVICE}. */
final class EnvironmentArgument {

  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "name of the environment")
  private String environment = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "name of the service; or both at once as ENVIRONMENT/SERVICE")
  private String service = "";

  EnvironmentKey key() {
    int slash = environment.indexOf('/');
    if (service.isEmpty() && slash < 0) {
      throw new CliException(
          ExitCode.USAGE, "Name the service, too: ENVIRONMENT SERVICE, such as production shop.");
    }
    String first = service.isEmpty() ? environment.substring(0, slash) : environment;
    String second = service.isEmpty() ? environment.substring(slash + 1) : service;
    return new EnvironmentKey(
        Names.checked("environment", first), Names.checked("service", second));
  }
}
