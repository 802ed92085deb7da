package dev.slipway.benchmarks.release;

import dev.slipway.benchmarks.Sample;
import dev.slipway.benchmarks.server.MeasuredWorker;
import dev.slipway.benchmarks.server.TemporalServer;
import dev.slipway.benchmarks.still.StillPlatform;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A whole release, whose activities do nothing, beside bare workflows with the same activities, one
 * after another in one session, so that whatever else the machine does meets all of them alike.
 */
public final class ReleaseBenchmark {

  private static final String SERVICE = "bench";
  private static final EnvironmentKey TARGET =
      new EnvironmentKey(StillPlatform.ENVIRONMENT, SERVICE);
  private static final Duration QUIET = Duration.ofMillis(100);

  private final MeasuredWorker worker;
  private final AtomicReference<Script> script;

  private ReleaseBenchmark(MeasuredWorker worker, AtomicReference<Script> script) {
    this.worker = worker;
    this.script = script;
  }

  /**
   * @param warmUps rounds that are not counted
   * @param rounds of one release and one of each bare workflow
   */
  public static ReleaseReport run(TemporalServer server, int warmUps, int rounds) {
    AtomicReference<Script> script = new AtomicReference<>(new Script(List.of(), List.of()));
    AtomicReference<MeasuredWorker> itself = new AtomicReference<>();
    try (MeasuredWorker worker =
        MeasuredWorker.usual(server, workflows -> registerBare(workflows, script, itself))) {
      itself.set(worker);
      return new ReleaseBenchmark(worker, script).measure(warmUps, rounds);
    }
  }

  private static void registerBare(
      Worker workflows, AtomicReference<Script> script, AtomicReference<MeasuredWorker> itself) {
    workflows.registerWorkflowImplementationFactory(
        BareWorkflow.class, () -> new BareWorkflowImpl(script.get()));
    workflows.registerWorkflowImplementationTypes(BareEntityImpl.class);
    workflows.registerActivitiesImplementations(new BareAnnouncement(() -> itself.get().client()));
  }

  private ReleaseReport measure(int warmUps, int rounds) {
    worker.startService(SERVICE);
    startBareEntity();
    // The first release of an environment has nothing to be compared with, so no canary.
    release();
    ReleaseHistories histories = histories();
    script.set(histories.script());
    Sample releases = new Sample();
    Sample flats = new Sample();
    Sample twins = new Sample();
    for (int round = -warmUps; round < rounds; round++) {
      boolean counts = round >= 0;
      measure(counts ? Optional.of(releases) : Optional.empty(), this::release);
      measure(counts ? Optional.of(flats) : Optional.empty(), () -> bare(BareWorkflow.Part.FLAT));
      measure(counts ? Optional.of(twins) : Optional.empty(), () -> bare(BareWorkflow.Part.TWIN));
    }
    return new ReleaseReport(releases, flats, twins, histories, histories());
  }

  /** A release of its own, of which all histories are read. */
  private ReleaseHistories histories() {
    int before = History.of(worker.client(), WorkflowIds.environment(TARGET)).size();
    String id = release();
    awaitQuiet();
    History environment = History.of(worker.client(), WorkflowIds.environment(TARGET));
    return new ReleaseHistories(
        History.of(worker.client(), id),
        History.of(worker.client(), WorkflowIds.rollout(TARGET)),
        // An environment that went on in a new run in between has a shorter history than before.
        environment.size() > before ? environment.after(before) : environment);
  }

  private void measure(Optional<Sample> sample, Runnable what) {
    awaitQuiet();
    long begin = System.nanoTime();
    what.run();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    sample.ifPresent(measured -> measured.add(took));
  }

  /** Returns the workflow's id once the release is promoted. */
  private String release() {
    WorkflowStub release = worker.startRelease(SERVICE);
    ReleaseResult result = release.getResult(ReleaseResult.class);
    if (result.outcome() != ReleaseResult.Outcome.PROMOTED) {
      throw new IllegalStateException("a release that does nothing was not promoted: " + result);
    }
    return Objects.requireNonNull(release.getExecution(), "it was started").getWorkflowId();
  }

  private void bare(BareWorkflow.Part part) {
    worker
        .client()
        .newWorkflowStub(
            BareWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).build())
        .run(part);
  }

  private void startBareEntity() {
    BareEntity entity =
        worker
            .client()
            .newWorkflowStub(
                BareEntity.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .setWorkflowId(BareEntity.ID)
                    .build());
    WorkflowClient.start(entity::run);
  }

  /** What the entities still do after a release must not disturb what is measured next. */
  private void awaitQuiet() {
    long before = -1;
    long now = entityEvents();
    while (now != before) {
      TemporalServer.pause(QUIET);
      before = now;
      now = entityEvents();
    }
  }

  private long entityEvents() {
    return worker.events(WorkflowIds.environment(TARGET))
        + worker.events(WorkflowIds.service(SERVICE))
        + worker.events(BareEntity.ID);
  }
}
