package dev.slipway.gitops.render.tool;

import dev.slipway.temporal.FailureType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Runs Kustomize and Helm in a folder of their own. Nothing is looked for before the first use. */
public final class RenderTools {

  private final RenderSettings settings;
  private final Semaphore places;
  private final ToolPlaces tools;
  private final Supplier<Confinement> confinement;

  public RenderTools(RenderSettings settings) {
    this.settings = settings;
    places = new Semaphore(settings.atOnce());
    confinement = new Once<>(Confinement::here);
    tools = new ToolPlaces(settings, this::versionOf);
  }

  /**
   * What the tool prints.
   *
   * @param what for messages, as {@code kustomize build apps/shop}
   * @param copy where it runs: the top of the private copy; its home lies beside it
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when it is not installed (worth a
   *     retry); LIMIT_EXCEEDED; UNREACHABLE
   * @throws ToolComplaint when it says that its input is wrong
   */
  public String run(RenderTool tool, String what, List<String> arguments, Path copy)
      throws ToolComplaint {
    List<String> command = new ArrayList<>(List.of(tools.of(tool).toString()));
    command.addAll(arguments);
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FailureType.UNREACHABLE.retryable("the worker is shutting down", e);
    }
    try {
      BoundedRun.Said said =
          new BoundedRun(settings, confinement.get())
              .run(what, command, copy, copy.resolveSibling("home"));
      if (said.exit() != 0) {
        throw new ToolComplaint(said.errors());
      }
      return said.output();
    } finally {
      places.release();
    }
  }

  private String versionOf(List<String> command) {
    return new BoundedRun(settings, confinement.get())
        .run(command.getFirst(), command, Path.of("/"), Path.of("/nonexistent"))
        .output();
  }

  /** Computes a value when it is asked for the first time. */
  private static final class Once<T> implements Supplier<T> {

    private final Supplier<T> compute;
    private Optional<T> value = Optional.empty();

    Once(Supplier<T> compute) {
      this.compute = compute;
    }

    @Override
    public synchronized T get() {
      if (value.isEmpty()) {
        value = Optional.of(compute.get());
      }
      return value.get();
    }
  }
}
