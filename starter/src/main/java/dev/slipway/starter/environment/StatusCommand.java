package dev.slipway.starter.environment;

import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is live, who has the slot, what is held, drifted or quarantined. */
@Command(name = "status", description = "Shows a service in an environment on one screen.")
public final class StatusCommand implements Callable<Integer> {

  private final Surroundings here;

  @Mixin private final EnvironmentArgument target = new EnvironmentArgument();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  public StatusCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    try (SlipwayServer open = here.servers().apply(server)) {
      EnvironmentStatus status = new Environments(open).status(target.key());
      Optional<RolloutStatus> rollout =
          status.rollout().flatMap(id -> open.status(id, RolloutStatus.class));
      if (common.isJson()) {
        Json.print(here.console(), status);
      } else {
        here.console().print(new EnvironmentScreen(status, here.times()).lines(rollout));
      }
      return ExitCode.DONE.code();
    }
  }
}
