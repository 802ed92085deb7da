package dev.slipway.benchmarks.server;

import dev.slipway.benchmarks.still.Entities;
import dev.slipway.benchmarks.still.StillBuilds;
import dev.slipway.benchmarks.still.StillCluster;
import dev.slipway.benchmarks.still.StillGit;
import dev.slipway.benchmarks.still.StillPlatform;
import dev.slipway.benchmarks.still.StillSource;
import dev.slipway.environment.EnvironmentWorkflowImpl;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.release.ReleaseWorkflowImpl;
import dev.slipway.rollout.RolloutWorkflowImpl;
import dev.slipway.service.ServiceState;
import dev.slipway.service.ServiceWorkflow;
import dev.slipway.service.ServiceWorkflowImpl;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The product's four workflows, registered and configured as the product's worker does it, beside
 * activities that do nothing.
 */
public final class MeasuredWorker implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final WorkerFactory factory;
  private final StillGit git = new StillGit();
  private final AtomicInteger commits = new AtomicInteger();

  private MeasuredWorker(
      TemporalServer server, WorkerFactoryOptions options, Consumer<Worker> alsoRegister) {
    service =
        WorkflowServiceStubs.newConnectedServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build(), CONNECT);
    client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(SlipwayDataConverter.create())
                .build());
    factory = WorkerFactory.newInstance(client, options);
    Worker workflows = factory.newWorker(TaskQueues.WORKFLOWS, beating());
    workflows.registerWorkflowImplementationTypes(
        ServiceWorkflowImpl.class,
        ReleaseWorkflowImpl.class,
        EnvironmentWorkflowImpl.class,
        RolloutWorkflowImpl.class);
    workflows.registerActivitiesImplementations(
        new StillPlatform(), new Entities(client), new StillSource(), git);
    alsoRegister.accept(workflows);
    factory
        .newWorker(TaskQueues.BUILDS, beating())
        .registerActivitiesImplementations(new StillBuilds());
    factory
        .newWorker(TaskQueues.cluster(StillPlatform.CLUSTER), beating())
        .registerActivitiesImplementations(new StillCluster());
    factory.start();
  }

  /** With the limits of the product's worker. */
  public static MeasuredWorker usual(TemporalServer server, Consumer<Worker> alsoRegister) {
    return new MeasuredWorker(server, options().build(), alsoRegister);
  }

  /**
   * Keeps so many workflows in memory, where the product's worker keeps 600 and replays the others
   * when something happens to them.
   */
  public static MeasuredWorker keeping(TemporalServer server, int workflows) {
    return new MeasuredWorker(
        server,
        options().setWorkflowCacheSize(workflows).setMaxWorkflowThreadCount(2 * workflows).build(),
        worker -> {});
  }

  private static WorkerFactoryOptions.Builder options() {
    return WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true);
  }

  private static WorkerOptions beating() {
    return WorkerOptions.newBuilder()
        .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
        .build();
  }

  public WorkflowClient client() {
    return client;
  }

  public StillGit git() {
    return git;
  }

  /** How long the history of a workflow's present run is. */
  public long events(String workflowId) {
    return client.newUntypedWorkflowStub(workflowId).describe().getHistoryLength();
  }

  /** The entity that a release tells how it goes; the watch of the source starts it otherwise. */
  public void startService(String name) {
    ServiceWorkflow entity =
        client.newWorkflowStub(ServiceWorkflow.class, options(WorkflowIds.service(name)).build());
    WorkflowClient.start(entity::run, ServiceState.fresh(name));
  }

  /** Starts the release of a new commit, in the way in which the service's entity does. */
  public WorkflowStub startRelease(String service) {
    int number = commits.incrementAndGet();
    String commit = String.format("%012x", number) + "0".repeat(28);
    ReleaseKey key = new ReleaseKey(service, commit, 1);
    ReleaseWorkflow release =
        client.newWorkflowStub(
            ReleaseWorkflow.class,
            options(WorkflowIds.release(key))
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder()
                        .set(SlipwaySearchAttributes.SERVICE, service)
                        .set(SlipwaySearchAttributes.COMMIT, commit)
                        .set(SlipwaySearchAttributes.PHASE, "building")
                        .build())
                .build());
    WorkflowClient.start(
        release::run,
        new ReleaseInput(key, number, "benchmark", Optional.empty(), Optional.empty()));
    return WorkflowStub.fromTyped(release);
  }

  private static WorkflowOptions.Builder options(String id) {
    return WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.WORKFLOWS).setWorkflowId(id);
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    service.shutdownNow();
    service.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
