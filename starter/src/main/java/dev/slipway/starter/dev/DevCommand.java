package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code slipway dev}: the embedded default on this machine. */
@Command(
    name = "dev",
    description =
        "Runs Slipway on this machine: a Temporal server, a local cluster and a worker, until Ctrl-C.",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  stopped, or started with --detach; for status: everything runs",
      "  1  something could not be started",
      "  3  status: something does not run"
    },
    mixinStandardHelpOptions = true)
public final class DevCommand implements Callable<Integer> {

  private static final int NOT_RUNNING = 3;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "where everything is kept (default: $SLIPWAY_STATE, else ~/.local/state/slipway)")
  private @Nullable Path stateOption;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port of the Temporal server (default: 7233 or the next)")
  private @Nullable Integer port;

  @Option(
      names = "--ui-port",
      paramLabel = "PORT",
      description = "port of its Web UI (default: 8233 or the next)")
  private @Nullable Integer uiPort;

  @Option(
      names = "--gateway-port",
      paramLabel = "PORT",
      description = "port under which services answer (default: 7280 or the next)")
  private @Nullable Integer gatewayPort;

  @Option(
      names = "--worker-port",
      paramLabel = "PORT",
      description = "port of the worker (default: 7281 or the next)")
  private @Nullable Integer workerPort;

  @Option(names = "--detach", description = "return when everything runs")
  private boolean detach;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    StateDirectory state = state();
    state.create();
    Progress progress = progress();
    DevStack stack = stack(state, progress);
    if (detach) {
      return startDetached(state, stack, progress);
    }
    try (StackSession session = StackSession.begin(state, stack, progress)) {
      DevMarker marker = session.start();
      progress.print(DevScreen.addresses(marker));
      progress.print("Ctrl-C stops it; nothing is lost by that.");
      session.keep(marker);
    }
    return 0;
  }

  private static int startDetached(StateDirectory state, DevStack stack, Progress progress) {
    StateLock lock = StateLock.take(state);
    boolean fresh = stack.isStopped();
    try {
      progress.print(DevScreen.addresses(stack.start()));
      return 0;
    } catch (DevException e) {
      if (fresh) {
        stack.stop();
      }
      throw e;
    } finally {
      lock.release();
    }
  }

  /** Stops everything of the stack. */
  @Command(
      name = "stop",
      description = "Stops it, in order; state is kept.",
      mixinStandardHelpOptions = true)
  int stop() {
    StateDirectory state = state();
    Progress progress = progress();
    StackSession.stopEarlier(state);
    progress.print("stopped; state is kept in " + state.root());
    return 0;
  }

  /** Says what runs. */
  @Command(
      name = "status",
      description = "Says what runs, and where.",
      mixinStandardHelpOptions = true)
  int status() {
    StateDirectory state = state();
    Progress progress = progress();
    Optional<DevMarker> marker = DevMarker.read(state);
    if (marker.isEmpty()) {
      progress.print("Nothing was started in " + state.root() + " yet: run slipway dev.");
      return NOT_RUNNING;
    }
    DevStack stack = stack(state, progress);
    progress.print(DevScreen.parts(stack.parts(marker.get())));
    if (stack.missing(marker.get()).isEmpty()) {
      progress.print(DevScreen.addresses(marker.get()));
      return 0;
    }
    progress.print("Start what is missing with slipway dev; nothing is lost.");
    return NOT_RUNNING;
  }

  private StateDirectory state() {
    return stateOption == null
        ? StateDirectory.usual(System.getenv())
        : new StateDirectory(stateOption);
  }

  private DevStack stack(StateDirectory state, Progress progress) {
    return new DevStack(
        state,
        Installation.own(),
        new StackOptions(
            given(port),
            given(uiPort),
            given(gatewayPort),
            given(workerPort),
            StackOptions.usual().branchPoll()),
        System.getenv(),
        progress);
  }

  private Progress progress() {
    if (spec == null) {
      throw new IllegalStateException("picocli gives the spec before a command is called");
    }
    return new Progress(spec.commandLine().getOut());
  }

  private static OptionalInt given(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
