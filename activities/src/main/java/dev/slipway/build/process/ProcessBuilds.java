package dev.slipway.build.process;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildActivities;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.TestOrder;
import dev.slipway.build.TestResult;
import dev.slipway.build.artifact.FileArtifacts;
import dev.slipway.build.checkout.SourceCheckout;
import dev.slipway.build.log.StepKey;
import dev.slipway.build.registry.OciRegistry;
import dev.slipway.delivery.ArtifactSpec;
import dev.slipway.temporal.FailureType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Builds and tests by running the delivery file's scripts as processes of this machine.
 *
 * <p>A script is run by {@code /bin/sh -eu} in the commit's tree, in an environment of its own: a
 * few variables of the worker (never its secrets), {@code CI}, {@code SLIPWAY_SERVICE}, {@code
 * SLIPWAY_COMMIT}, {@code SLIPWAY_RELEASE}, and either {@code SLIPWAY_IMAGE} (what to push, or, in
 * tests, what was pushed) or, in tests, {@code SLIPWAY_ARTIFACT} (the artifact's file).
 */
public final class ProcessBuilds implements BuildActivities {

  private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

  private final ConvergingSteps steps;
  private final StepSandbox sandbox;
  private final FileArtifacts files;
  private final PushedImage images;

  public ProcessBuilds(BuildSettings settings, SourceCheckout checkout, OciRegistry registries) {
    this(
        settings,
        checkout,
        ScriptEnvironment.ofThisWorker(),
        new PushedImage(registries, REGISTRY_PAUSE));
  }

  ProcessBuilds(
      BuildSettings settings,
      SourceCheckout checkout,
      ScriptEnvironment environment,
      PushedImage images) {
    ProcessTable table = ProcessTable.ofThisMachine();
    ProcessRecords records = new ProcessRecords(settings.processes(), table);
    ScriptRunner runner = new ScriptRunner(environment, table, records, settings.grace());
    steps = new ConvergingSteps(settings, new OrphanReaper(settings, table), Pulse.USUAL);
    sandbox = new StepSandbox(settings, checkout, runner);
    files = new FileArtifacts(settings.artifacts());
    this.images = images;
  }

  @Override
  public BuildResult artifact(BuildOrder order) {
    StepKey key = valid(() -> StepKey.build(order.release()));
    Map<String, String> environment = environment(order.service(), order.commit(), order.release());
    if (order.spec().artifact() instanceof ArtifactSpec.ImageArtifact image) {
      environment.put("SLIPWAY_IMAGE", image.image() + ":" + BuildJudge.tag(order.release()));
    }
    Script script =
        valid(() -> new Script(key, order.spec().run(), environment, order.spec().timeout()));
    StepSandbox.Source source = new StepSandbox.Source(order.repository(), order.commit());
    return steps.converge(
        key,
        order.commit(),
        BuildResult.class,
        pulse -> sandbox.run(source, script, pulse, new BuildJudge(order, key, files, images)));
  }

  @Override
  public TestResult test(TestOrder order) {
    StepKey key = valid(() -> StepKey.test(order.release(), order.suite().name()));
    Map<String, String> environment = environment(order.service(), order.commit(), order.release());
    environment.putAll(toTest(order.service(), order.artifact()));
    Script script =
        valid(() -> new Script(key, order.suite().run(), environment, order.suite().timeout()));
    StepSandbox.Source source = new StepSandbox.Source(order.repository(), order.commit());
    return steps.converge(
        key,
        order.commit(),
        TestResult.class,
        pulse -> sandbox.run(source, script, pulse, new TestJudge(order, key)));
  }

  private static Map<String, String> environment(String service, String commit, String release) {
    return new HashMap<>(
        Map.of("SLIPWAY_SERVICE", service, "SLIPWAY_COMMIT", commit, "SLIPWAY_RELEASE", release));
  }

  /**
   * How a suite finds what was built. A file is named by its service, an image by its repository.
   */
  private Map<String, String> toTest(String service, Artifact artifact) {
    Optional<Path> file = files.find(artifact);
    if (file.isPresent()) {
      return Map.of("SLIPWAY_ARTIFACT", file.get().toString());
    }
    if (artifact.name().equals(service)) {
      throw FailureType.NOT_FOUND.retryable(
          "The artifact "
              + artifact.reference()
              + " is not in this worker's artifact store: give all workers that build the same store,"
              + " or release the commit again.");
    }
    return Map.of("SLIPWAY_IMAGE", artifact.reference());
  }

  /** Permanent: the order itself is wrong, and stays so. */
  private static <T> T valid(Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      throw FailureType.MISCONFIGURED.permanent("This cannot be run: " + e.getMessage() + ".");
    }
  }
}
