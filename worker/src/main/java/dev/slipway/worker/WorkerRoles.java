package dev.slipway.worker;

import dev.slipway.build.external.ForgeChecks;
import dev.slipway.build.process.ProcessBuilds;
import dev.slipway.cluster.ActivityPulse;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.LocalClusterConnection;
import dev.slipway.environment.EnvironmentWorkflowImpl;
import dev.slipway.gitops.jgit.JGitConfig;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.gitops.routing.RoutedForges;
import dev.slipway.hook.ClusterHooks;
import dev.slipway.metrics.GatewayScrape;
import dev.slipway.metrics.MetricSource;
import dev.slipway.observation.WorkerJournal;
import dev.slipway.platform.WatchedPlatformFile;
import dev.slipway.release.ReleaseWorkflowImpl;
import dev.slipway.rollout.CanaryByWorkload;
import dev.slipway.rollout.DeploymentUpdate;
import dev.slipway.rollout.Instruments;
import dev.slipway.rollout.RolloutWorkflowImpl;
import dev.slipway.service.ServiceWorkflowImpl;
import dev.slipway.source.JGitSource;
import dev.slipway.temporal.TaskQueues;
import dev.slipway.traffic.LocalGatewayRouter;
import dev.slipway.traffic.Router;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What this worker serves, registered on the task queues that the contract names. */
@Component
class WorkerRoles {

  /** A beat reaches the server at least this often, whatever share of its timeout that is. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final WorkerSettings settings;
  private final WorkerFactory factory;
  private final WatchedPlatformFile platform;
  private final EntityClient entities;
  private final JGitSource source;
  private final JGitConfig config;
  private final RoutedForges forge;
  private final ProcessBuilds builds;
  private final ForgeChecks externalBuilds;
  private final Renderer renderer;
  private final ClusterAccess clusters;
  private final KubernetesClusters kubernetes;
  private final ActivityPulse pulse;
  private final WorkerJournal journal;
  private final Clock clock;

  WorkerRoles(
      WorkerSettings settings,
      WorkerFactory factory,
      WatchedPlatformFile platform,
      EntityClient entities,
      JGitSource source,
      JGitConfig config,
      RoutedForges forge,
      ProcessBuilds builds,
      ForgeChecks externalBuilds,
      Renderer renderer,
      ClusterAccess clusters,
      KubernetesClusters kubernetes,
      ActivityPulse pulse,
      WorkerJournal journal,
      Clock clock) {
    this.settings = settings;
    this.factory = factory;
    this.platform = platform;
    this.entities = entities;
    this.source = source;
    this.config = config;
    this.forge = forge;
    this.builds = builds;
    this.externalBuilds = externalBuilds;
    this.renderer = renderer;
    this.clusters = clusters;
    this.kubernetes = kubernetes;
    this.pulse = pulse;
    this.journal = journal;
    this.clock = clock;
  }

  void register() {
    if (settings.serves("workflows")) {
      Worker worker = factory.newWorker(TaskQueues.WORKFLOWS, options().build());
      worker.registerWorkflowImplementationTypes(
          ServiceWorkflowImpl.class,
          ReleaseWorkflowImpl.class,
          EnvironmentWorkflowImpl.class,
          RolloutWorkflowImpl.class);
      worker.registerActivitiesImplementations(
          platform, entities, source, config, forge, externalBuilds);
    }
    if (settings.serves("builds")) {
      factory
          .newWorker(
              TaskQueues.BUILDS,
              options().setMaxConcurrentActivityExecutionSize(settings.builds()).build())
          .registerActivitiesImplementations(builds);
    }
    if (settings.serves("clusters")) {
      settings.clusters().forEach(this::registerLocal);
      kubernetes
          .served()
          .forEach(of -> registerCluster(of.name(), of.cluster(), of.router(), of.metrics()));
    }
  }

  private void registerLocal(String name, Path state) {
    Cluster cluster = clusters.open(name, state);
    GatewayScrape metrics = new GatewayScrape(new LocalClusterConnection(state)::metrics, clock);
    registerCluster(name, cluster, new LocalGatewayRouter(cluster), metrics);
  }

  private void registerCluster(String name, Cluster cluster, Router router, MetricSource metrics) {
    Instruments instruments = new Instruments(renderer, cluster, router, metrics, pulse, journal);
    factory
        .newWorker(TaskQueues.cluster(name), options().build())
        .registerActivitiesImplementations(
            new ClusterSync(renderer, cluster, pulse),
            new CanaryByWorkload(instruments),
            new DeploymentUpdate(instruments),
            new ClusterHooks(renderer, cluster, pulse));
  }

  private static WorkerOptions.Builder options() {
    return WorkerOptions.newBuilder().setMaxHeartbeatThrottleInterval(BEAT);
  }
}
