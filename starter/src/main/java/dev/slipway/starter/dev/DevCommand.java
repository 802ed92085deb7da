package dev.slipway.starter.dev;

import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.server.Json;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway dev}: the embedded default on this machine. */
@Command(
    name = "dev",
    description =
        "Runs Slipway on this machine: a Temporal server, a local cluster and a worker, until Ctrl-C.")
public final class DevCommand implements Callable<Integer> {

  private final Surroundings here;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port of the Temporal server (default: 7233 or the next free one)")
  private @Nullable Integer port;

  @Option(
      names = "--ui-port",
      paramLabel = "PORT",
      description = "port of its Web UI (default: 8233 or the next free one)")
  private @Nullable Integer uiPort;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      description = "port under which services answer (default: 7280 or the next free one)")
  private @Nullable Integer gatewayPort;

  @Option(
      names = "--worker-port",
      paramLabel = "PORT",
      description = "port of the worker's health and logs (default: 7281 or the next free one)")
  private @Nullable Integer workerPort;

  @Option(names = "--detach", description = "return when everything runs")
  private boolean detach;

  @Mixin private final StatePlace place = new StatePlace();
  @Mixin private final CommonOptions common = new CommonOptions();

  public DevCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    StateDirectory state = place.in(here.environment());
    state.create();
    Progress progress = new Progress(common.isJson() ? here.console().err() : here.console().out());
    DevStack stack =
        new DevStack(state, Installation.own(), options(), here.environment(), progress);
    if (detach) {
      tell(startDetached(state, stack));
    } else {
      keepUntilStopped(state, stack, progress);
    }
    return ExitCode.DONE.code();
  }

  private void keepUntilStopped(StateDirectory state, DevStack stack, Progress progress) {
    try (StackSession session = StackSession.begin(state, stack, progress)) {
      DevMarker marker = session.start();
      tell(marker);
      progress.print("Ctrl-C stops it; nothing is lost by that.");
      session.keep(marker);
    }
  }

  private static DevMarker startDetached(StateDirectory state, DevStack stack) {
    StateLock lock = StateLock.take(state);
    boolean fresh = stack.isStopped();
    try {
      return stack.start();
    } catch (DevException e) {
      if (fresh) {
        stack.stop();
      }
      throw e;
    } finally {
      lock.release();
    }
  }

  private void tell(DevMarker marker) {
    if (common.isJson()) {
      Json.print(here.console(), marker);
    } else {
      here.console().print(DevScreen.addresses(marker));
    }
  }

  private StackOptions options() {
    return new StackOptions(
        given(port),
        given(uiPort),
        given(gatewayPort),
        given(workerPort),
        StackOptions.usual().branchPoll(),
        true);
  }

  private static OptionalInt given(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
