package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private static final long LOOK_MILLIS = 500;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "where everything is kept (default: $SLIPWAY_STATE, else ~/.local/state/slipway)")
  private @Nullable Path stateOption;

  @Option(names = "--port", paramLabel = "PORT", description = "port of the Temporal server (default: 7233 or the next)")
  private @Nullable Integer port;

  @Option(names = "--ui-port", paramLabel = "PORT", description = "port of its Web UI (default: 8233 or the next)")
  private @Nullable Integer uiPort;

  @Option(
      names = "--gateway-port", paramLabel = "PORT",
      description = "port under which services answer (default: 7280 or the next)")
  private @Nullable Integer gatewayPort;

  @Option(names = "--worker-port", paramLabel = "PORT", description = "port of the worker (default: 7281 or the next)")
  private @Nullable Integer workerPort;

  @Option(names = "--detach", description = "return when everything runs")
  private boolean detach;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    StateDirectory state = state();
    state.create();
    Progress progress = progress();
    StateLock lock = StateLock.take(state);
    try {
      DevStack stack = stack(state, progress);
      if (detach) {
        progress.print(DevScreen.addresses(stack.start()));
        return 0;
      }
      runUntilStopped(state, stack, progress);
      return 0;
    } finally {
      lock.release();
    }
  }

  private static void runUntilStopped(StateDirectory state, DevStack stack, Progress progress) {
    ManagedProcess.record("dev", state.root(), ProcessHandle.current());
    CountDownLatch stopping = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stopping.countDown();
              progress.print("stopping; state is kept in " + state.root());
              stack.stop();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      DevMarker marker = stack.start();
      progress.print(DevScreen.addresses(marker));
      progress.print("Ctrl-C stops it; nothing is lost by that.");
      new Keeper(stack, progress).keep(marker, stopping);
    } catch (DevException e) {
      // The hook stops what has been started; it runs when the command ends with this sentence.
      if (stopping.getCount() > 0) {
        throw e;
      }
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
    Optional<ManagedProcess> keeper = ManagedProcess.running("dev", state.root());
    keeper.ifPresent(ManagedProcess::stop);
    stack(state, progress).stop();
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

  /** Starts again what dies while the command runs. */
  private record Keeper(DevStack stack, Progress progress) {

    /** So many restarts in a row, each soon after the other, are no accident. */
    private static final int RESTARTS = 3;

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    void keep(DevMarker marker, CountDownLatch stopping) {
      int restarts = 0;
      long last = System.nanoTime();
      while (!isStopping(stopping)) {
        var missing = stack.missing(marker);
        if (missing.isEmpty()) {
          continue;
        }
        restarts = System.nanoTime() - last > QUIET_NANOS ? 1 : restarts + 1;
        last = System.nanoTime();
        if (restarts > RESTARTS) {
          throw new DevException(
              "The "
                  + String.join(" and the ", missing)
                  + " died again and again: see the logs that slipway dev status names.");
        }
        progress.say(
            "the " + String.join(" and the ", missing) + " died and is started again on its state");
        stack.start();
        progress.say("everything runs again");
      }
    }

    private static boolean isStopping(CountDownLatch stopping) {
      try {
        return stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }
}
