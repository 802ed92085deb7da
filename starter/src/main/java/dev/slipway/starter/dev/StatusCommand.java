package dev.slipway.starter.dev;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.dev.DevStack.PartStatus;
import dev.slipway.starter.server.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway dev status}. */
@Command(
    name = "status",
    description = "Says what of slipway dev runs, and where; exits 1 when something does not.")
public final class StatusCommand implements Callable<Integer> {

  private final Surroundings here;

  @Mixin private final StatePlace place = new StatePlace();
  @Mixin private final CommonOptions common = new CommonOptions();

  public StatusCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    StateDirectory state = place.in(here.environment());
    Optional<DevMarker> marker = DevMarker.read(state);
    if (marker.isEmpty()) {
      throw new DevException("Nothing was started in " + state.root() + " yet: run slipway dev.");
    }
    List<PartStatus> parts = DevStack.parts(state, marker.get());
    boolean complete = parts.stream().allMatch(part -> part.pid().isPresent());
    if (common.isJson()) {
      Json.print(here.console(), parts);
    } else {
      here.console().print(DevScreen.parts(parts));
      here.console()
          .print(
              complete
                  ? DevScreen.addresses(marker.get())
                  : "Start what is missing with slipway dev; nothing is lost.");
    }
    return (complete ? ExitCode.DONE : ExitCode.NO).code();
  }
}
