package dev.slipway.starter.dev;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway dev stop}. */
@Command(
    name = "stop",
    description =
        "Stops what slipway dev started, in order, from whatever terminal; state is kept.")
public final class StopCommand implements Callable<Integer> {

  private final Surroundings here;

  @Mixin private final StatePlace place = new StatePlace();
  @Mixin private final CommonOptions common = new CommonOptions();

  public StopCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    StateDirectory state = place.in(here.environment());
    StackSession.stopEarlier(state);
    if (common.isJson()) {
      Json.print(here.console(), Map.of("state", state.root().toString()));
    } else {
      here.console().print("stopped; state is kept in " + state.root());
    }
    return ExitCode.DONE.code();
  }
}
