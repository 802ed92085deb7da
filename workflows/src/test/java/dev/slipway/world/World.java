package dev.slipway.world;

import dev.slipway.build.Artifact;
import dev.slipway.build.BuildActivities;
import dev.slipway.build.BuildOrder;
import dev.slipway.build.BuildResult;
import dev.slipway.build.CheckActivities;
import dev.slipway.build.TestOrder;
import dev.slipway.build.TestResult;
import dev.slipway.delivery.ApprovalRule;
import dev.slipway.delivery.ArtifactSpec;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.BuildSpec;
import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.Mode;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RollingPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.delivery.SlotPolicy;
import dev.slipway.delivery.TestSuite;
import dev.slipway.environment.Candidacy;
import dev.slipway.environment.EntityActivities;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentMemory;
import dev.slipway.environment.EnvironmentState;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.EnvironmentWorkflow;
import dev.slipway.environment.EnvironmentWorkflowImpl;
import dev.slipway.environment.LastRollout;
import dev.slipway.environment.MemoryTrail;
import dev.slipway.environment.StableRevision;
import dev.slipway.gitops.ConfigPath;
import dev.slipway.platform.CommitReporting;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.FreezeWindow;
import dev.slipway.platform.PlatformActivities;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.release.ReleaseInput;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseWorkflow;
import dev.slipway.release.ReleaseWorkflowImpl;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.rollout.RolloutWorkflow;
import dev.slipway.rollout.RolloutWorkflowImpl;
import dev.slipway.service.ServiceState;
import dev.slipway.service.ServiceWorkflow;
import dev.slipway.service.ServiceWorkflowImpl;
import dev.slipway.source.SourceActivities;
import dev.slipway.source.SourceOrder;
import dev.slipway.source.SourceReading;
import dev.slipway.temporal.FailureType;
import dev.slipway.temporal.SlipwayDataConverter;
import dev.slipway.temporal.SlipwaySearchAttributes;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** All workflows of Slipway on the in-JVM Temporal server, with an outside in memory. */
public final class World implements AutoCloseable {

  public static final EnvironmentKey PRODUCTION = new EnvironmentKey("production", "shop");

  public final FakeGit git;
  public final FakeCluster cluster;
  public final FakeHooks hooks;
  public final TestWorkflowEnvironment temporal;
  private final WorkflowClient client;
  private volatile Optional<EnvironmentStatus> lastKnown = Optional.empty();
  private final Set<String> failingBuilds = ConcurrentHashMap.newKeySet();
  private final Set<String> failingTests = ConcurrentHashMap.newKeySet();
  private final List<String> builds = new ArrayList<>();
  private volatile Mode mode = Mode.DEPLOYMENT;
  private volatile Optional<CommitReporting> reporting = Optional.empty();
  private volatile boolean elsewhere;
  private volatile Optional<BuildResult> external = Optional.empty();
  private volatile OnInconclusive onInconclusive = OnInconclusive.ADVANCE;
  private volatile Optional<RollingPlan> rolling = Optional.empty();
  private volatile Baseline baseline = Baseline.STABLE;
  private volatile SlotPolicy slot = SlotPolicy.NEWEST;
  private volatile ApprovalRule approval = ApprovalRule.DEFAULT;
  private volatile List<String> approvers = List.of();
  private volatile List<FreezeWindow> freezes = List.of();
  private volatile boolean deploymentAllowed = true;
  private volatile Runnable building = () -> {};

  public World() {
    this(new FakeGit.Content("", 2));
  }

  public World(FakeGit.Content first) {
    git = new FakeGit(first);
    cluster = new FakeCluster(git);
    hooks = new FakeHooks(cluster);
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(SlipwayDataConverter.create())
                    .build());
    SlipwaySearchAttributes.all()
        .forEach(
            key -> options.registerSearchAttribute(key.getName(), SlipwaySearchAttributes.type()));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    client = temporal.getWorkflowClient();
    Worker workflows = temporal.newWorker(TaskQueues.WORKFLOWS);
    workflows.registerWorkflowImplementationTypes(
        ReleaseWorkflowImpl.class,
        EnvironmentWorkflowImpl.class,
        RolloutWorkflowImpl.class,
        ServiceWorkflowImpl.class);
    workflows.registerActivitiesImplementations(
        git, new Source(), new Platform(), new Entities(), new Checks());
    temporal.newWorker(TaskQueues.BUILDS).registerActivitiesImplementations(new Builds());
    temporal
        .newWorker(
            TaskQueues.cluster("local"),
            WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
                .build())
        .registerActivitiesImplementations(cluster, hooks);
    temporal.start();
  }

  public World mode(Mode newMode) {
    mode = newMode;
    return this;
  }

  /** Source and config repository lie at a forge on the web. */
  public World atForge() {
    git.onTheWeb();
    reporting =
        Optional.of(new CommitReporting(Optional.of("https://temporal.example.com/{workflow}")));
    return this;
  }

  /** Others build, and their checks have this word for every commit. */
  public World builtElsewhere(Optional<BuildResult> told) {
    elsewhere = true;
    external = told;
    return this;
  }

  /** What canaries are compared with. */
  public World baseline(Baseline compared) {
    baseline = compared;
    return this;
  }

  /** No canary, but the Deployment's own rolling update. */
  public World rolling(RollingPlan plan) {
    rolling = Optional.of(plan);
    return this;
  }

  public World onInconclusive(OnInconclusive what) {
    onInconclusive = what;
    return this;
  }

  public World slot(SlotPolicy policy) {
    slot = policy;
    return this;
  }

  /** How long a decision may take: short, as the forge is polled all the while. */
  public World expiring(Duration after) {
    approval = new ApprovalRule(1, List.of(), after, false);
    return this;
  }

  public World approvers(String... people) {
    approvers = List.of(people);
    return this;
  }

  public World freeze(FreezeWindow... windows) {
    freezes = List.of(windows);
    return this;
  }

  public World forbidDeploymentMode() {
    deploymentAllowed = false;
    return this;
  }

  /** Something happens outside while a release builds. */
  public void whenBuilding(Runnable what) {
    building = what;
  }

  /** Somebody with Temporal's own tools ends a workflow, which can do nothing about it. */
  public void terminate(String workflowId) {
    WorkflowStub stub = client.newUntypedWorkflowStub(workflowId);
    if (workflowId.equals(WorkflowIds.environment(PRODUCTION))) {
      // Before: a query of what was terminated in the middle of a task may wait for ever.
      lastKnown = Optional.of(stub.query("status", EnvironmentStatus.class));
    }
    stub.terminate("by hand");
  }

  /** As a watch or a person's order does where the environment does not run. */
  public void beginEnvironment() {
    client
        .newUntypedWorkflowStub(
            "Environment",
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId(WorkflowIds.environment(PRODUCTION))
                .build())
        .start(EnvironmentState.fresh(PRODUCTION));
  }

  /** A watch of the cluster says that something has changed: until the environment has synced. */
  public void look() {
    int before = syncs();
    environment().liveChanged();
    until(() -> syncs() > before);
  }

  /**
   * As often as the environment heals within its bound, and until it says who stands against it.
   */
  public void lookUntilContested() {
    for (int heal = 1; heal <= 5; heal++) {
      look();
    }
    until(() -> !environment().status().contests().isEmpty());
  }

  /** Without those beside a rollout. */
  private int syncs() {
    return (int) cluster.events().stream().filter(event -> event.startsWith("sync to")).count();
  }

  /** The environment continues as new, as it does by itself when its history is long. */
  public void goOnInANewRun() {
    String before = environmentRun();
    environment().continueAsNewNow();
    until(() -> !environmentRun().equals(before));
  }

  private String environmentRun() {
    return client
        .newUntypedWorkflowStub(WorkflowIds.environment(PRODUCTION))
        .describe()
        .getExecution()
        .getRunId();
  }

  public void failBuild(String commit) {
    failingBuilds.add(commit);
  }

  public void failTests(String commit) {
    failingTests.add(commit);
  }

  public synchronized List<String> builds() {
    return List.copyOf(builds);
  }

  /** A commit id of 40 digits. */
  public static String commit(int n) {
    return String.format("%012x", n) + "0".repeat(28);
  }

  /** The digest of what is built from the commit. */
  public static String digestOf(String commit) {
    return "sha256:" + "0".repeat(24) + commit;
  }

  /** Starts a release without its service's entity. */
  public ReleaseWorkflow release(int number) {
    ReleaseKey key = new ReleaseKey("shop", commit(number), 1);
    ReleaseWorkflow release =
        client.newWorkflowStub(
            ReleaseWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId(WorkflowIds.release(key))
                .build());
    WorkflowClient.start(
        release::run, new ReleaseInput(key, number, "test", Optional.empty(), Optional.empty()));
    return release;
  }

  /** A further attempt of the same commit. */
  public ReleaseWorkflow again(int commit, int number, Optional<String> overrideQuarantine) {
    ReleaseKey key = new ReleaseKey("shop", commit(commit), 2);
    ReleaseWorkflow release =
        client.newWorkflowStub(
            ReleaseWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId(WorkflowIds.release(key))
                .build());
    WorkflowClient.start(
        release::run, new ReleaseInput(key, number, "test", overrideQuarantine, Optional.empty()));
    return release;
  }

  /** Goes back to an earlier revision of production. */
  public ReleaseWorkflow rollback(int number, Optional<String> revision) {
    return rollback(number, revision, Optional.empty());
  }

  /** The same, also to what is quarantined, where a reason for that is given. */
  public ReleaseWorkflow rollback(
      int number, Optional<String> revision, Optional<String> overrideQuarantine) {
    ReleaseKey key = new ReleaseKey("shop", commit(number), 9);
    ReleaseWorkflow release =
        client.newWorkflowStub(
            ReleaseWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId(WorkflowIds.release(key))
                .build());
    WorkflowClient.start(
        release::run,
        new ReleaseInput(
            key,
            number,
            "test",
            overrideQuarantine,
            Optional.of(new ReleaseInput.RollbackTarget("production", revision))));
    return release;
  }

  public static <T> T result(Object workflow, Class<T> type) {
    return WorkflowStub.fromTyped(workflow).getResult(type);
  }

  public EnvironmentWorkflow environment() {
    return client.newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(PRODUCTION));
  }

  public RolloutWorkflow rollout() {
    return client.newWorkflowStub(RolloutWorkflow.class, WorkflowIds.rollout(PRODUCTION));
  }

  public ServiceWorkflow service() {
    ServiceWorkflow service =
        client.newWorkflowStub(
            ServiceWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowId(WorkflowIds.service("shop"))
                .build());
    WorkflowClient.start(service::run, ServiceState.fresh("shop"));
    return service;
  }

  /** The workflows' own time. */
  public Instant now() {
    return Instant.ofEpochMilli(temporal.currentTimeMillis());
  }

  /** Real time passes until the condition holds; the workflows' own time does not. */
  public static void until(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("it did not happen within 20 s");
      }
      pause();
    }
  }

  /** Between two looks, so that what is waited for gets the processor. */
  static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }

  @Override
  public void close() {
    temporal.close();
  }

  private Delivery delivery() {
    RolloutPlan defaults = RolloutPlan.DEFAULT;
    RolloutPlan plan =
        new RolloutPlan(
                List.of(new Percent(10), new Percent(50)),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                onInconclusive,
                defaults.decisionDeadline(),
                defaults.missingData(),
                Duration.ofMinutes(1),
                defaults.analysis())
            .withBaseline(baseline);
    return new Delivery(
        "shop",
        elsewhere
            ? new BuildSpec(
                "",
                new ArtifactSpec.ImageArtifact("shop"),
                Duration.ofMinutes(5),
                List.of("ci/build"))
            : new BuildSpec(
                "./build.sh",
                new ArtifactSpec.FileArtifact("target/shop.jar"),
                Duration.ofMinutes(5)),
        List.of(new TestSuite("unit", "./test.sh", Optional.empty(), Duration.ofMinutes(5))),
        "shop",
        List.of(
            new EnvironmentPlan(
                "production",
                mode,
                approval,
                slot,
                rolling.map(RolloutPlan::rolling).orElse(plan))));
  }

  /** The service's repository. */
  private final class Source implements SourceActivities {

    @Override
    public SourceReading read(SourceOrder order) {
      String commit = order.revision().equals("main") ? commit(1) : order.revision();
      return new SourceReading(
          commit,
          "ada",
          "change " + commit.substring(0, 12),
          Instant.EPOCH,
          Optional.of(delivery()),
          List.of());
    }
  }

  /** The platform file. */
  private final class Platform implements PlatformActivities {

    @Override
    public Optional<ServiceBinding> binding(String service) {
      if (!service.equals("shop")) {
        return Optional.empty();
      }
      EnvironmentBinding production =
          new EnvironmentBinding(
              "production",
              "local",
              "shop",
              new ConfigPath("config.git", "main", "production"),
              "shop",
              approvers,
              deploymentAllowed,
              true,
              5,
              freezes);
      return Optional.of(
          new ServiceBinding(
              "shop",
              "payments",
              new ServiceBinding.SourceBinding("shop.git", "main", "delivery.yaml"),
              2,
              List.of(production),
              Map.of(),
              reporting));
    }
  }

  /** Speaks to the entities through the test server. */
  private final class Entities implements EntityActivities {

    @Override
    public Optional<EnvironmentPlan> announce(Candidacy candidacy) {
      WorkflowStub stub =
          client.newUntypedWorkflowStub(
              "Environment",
              WorkflowOptions.newBuilder()
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .setWorkflowId(WorkflowIds.environment(candidacy.key()))
                  .build());
      stub.signalWithStart(
          "candidacy",
          new Object[] {candidacy},
          new Object[] {EnvironmentState.fresh(candidacy.key())});
      return client
          .newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(candidacy.key()))
          .status()
          .stable()
          .flatMap(StableRevision::plan);
    }

    @Override
    public List<StableRevision> earlierRevisions(EnvironmentKey key) {
      return client
          .newWorkflowStub(EnvironmentWorkflow.class, WorkflowIds.environment(key))
          .status()
          .waysBack();
    }

    @Override
    public Optional<LastRollout> lastRollout(EnvironmentKey key) {
      String id = WorkflowIds.rollout(key);
      try {
        // Asked after: one that closes in between is told as running, and then tells its end
        // itself.
        boolean running = isRunning(id);
        RolloutStatus status = client.newWorkflowStub(RolloutWorkflow.class, id).status();
        return Optional.of(
            new LastRollout(status.input(), running, status.result(), status.startedAt()));
      } catch (WorkflowNotFoundException e) {
        return Optional.empty();
      }
    }

    /** What it said last; a real server tells the history of what was terminated. */
    @Override
    public Optional<EnvironmentMemory> lastMemory(EnvironmentKey key) {
      return lastKnown.map(
          status -> {
            MemoryTrail trail = new MemoryTrail(EnvironmentState.fresh(key));
            trail.answered(status);
            return trail.memory();
          });
    }

    @Override
    public boolean isRunning(String workflowId) {
      try {
        return client.newUntypedWorkflowStub(workflowId).describe().getStatus()
            == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
      } catch (WorkflowNotFoundException e) {
        return false;
      }
    }
  }

  /** Builds and tests. */
  private final class Checks implements CheckActivities {

    @Override
    public BuildResult await(BuildOrder order) {
      return external.orElseThrow(() -> FailureType.NOT_YET.retryable("the checks still run"));
    }
  }

  private final class Builds implements BuildActivities {

    @Override
    public BuildResult artifact(BuildOrder order) {
      synchronized (World.this) {
        building.run();
        builds.add(order.commit());
      }
      if (failingBuilds.contains(order.commit())) {
        return new BuildResult.NotBuilt(
            "exit code 1", "error: ';' expected", "log:1", Duration.ofSeconds(1));
      }
      return new BuildResult.Built(
          new Artifact("shop", digestOf(order.commit())), "log:1", Duration.ofSeconds(1));
    }

    @Override
    public TestResult test(TestOrder order) {
      boolean passed = !failingTests.contains(order.commit());
      return new TestResult(
          order.suite().name(),
          passed,
          Optional.of(new TestResult.Counts(3, passed ? 0 : 1, 0)),
          passed ? List.of() : List.of("ShopTest.addsUp"),
          passed ? "" : "1 of 3 tests failed",
          "",
          "log:2",
          Duration.ofSeconds(1));
    }
  }
}
