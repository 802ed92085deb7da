package dev.slipway.worker;

import dev.slipway.build.process.BuildSettings;
import dev.slipway.build.process.OrphanReaper;
import dev.slipway.cluster.LocalClusterConnection;
import dev.slipway.cluster.LocalClusterWatch;
import dev.slipway.cluster.kubernetes.KubernetesWatch;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.jgit.BranchHeads;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ServiceBinding;
import dev.slipway.platform.WatchedPlatformFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The threads that look outside: one over all branches, one per cluster. What goes wrong in a round
 * is said, and the next round comes all the same.
 */
@Component
class Watches {

  private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
  private static final Duration CLUSTER_POLL = Duration.ofSeconds(8);

  /** Deliveries of one moment are one look. */
  private static final Duration BETWEEN_NUDGES = Duration.ofMillis(200);

  private final WorkerSettings settings;
  private final WatchedPlatformFile platform;
  private final EntityClient entities;
  private final BranchWatch branches;
  private final BuildSettings builds;
  private final KubernetesClusters kubernetes;
  private final RepositoryNudges nudges;
  private final List<Thread> threads = new ArrayList<>();

  Watches(
      WorkerSettings settings,
      WatchedPlatformFile platform,
      EntityClient entities,
      BranchHeads heads,
      BuildSettings builds,
      KubernetesClusters kubernetes,
      RepositoryNudges nudges) {
    this.settings = settings;
    this.platform = platform;
    this.entities = entities;
    this.builds = builds;
    this.kubernetes = kubernetes;
    this.nudges = nudges;
    branches = new BranchWatch(heads::head);
  }

  void start() {
    if (settings.serves("builds")) {
      reapOrphans();
    }
    if (settings.serves("workflows")) {
      run("watch-branches", this::lookAtBranches);
    }
    if (settings.serves("clusters")) {
      settings.clusters().forEach(this::watchLocal);
      kubernetes.served().forEach(this::watchKubernetes);
    }
  }

  /** All branches, then until the next round those that webhooks tell of. */
  private void lookAtBranches() throws InterruptedException {
    branches.look(platform.services(), entities);
    Instant next = Instant.now().plus(settings.branchPoll());
    Duration left = settings.branchPoll();
    while (left.isPositive()) {
      Set<String> nudged = nudges.await(left);
      if (!nudged.isEmpty()) {
        branches.look(platform.services(), entities, nudged::contains);
        Thread.sleep(BETWEEN_NUDGES);
      }
      left = Duration.between(Instant.now(), next);
    }
  }

  private void watchLocal(String name, Path state) {
    watch(name, new LocalClusterWatch(new LocalClusterConnection(state))::next);
  }

  private void watchKubernetes(KubernetesClusters.Served cluster) {
    watch(
        cluster.name(),
        new KubernetesWatch(
                cluster.connection(),
                () -> namespaces(cluster.name()),
                () -> furtherKinds(cluster.name()))
            ::next);
  }

  private Set<String> furtherKinds(String cluster) {
    return environments(cluster)
        .flatMap(environment -> environment.reach().kinds().stream())
        .collect(Collectors.toSet());
  }

  private Set<String> namespaces(String cluster) {
    return environments(cluster).map(EnvironmentBinding::namespace).collect(Collectors.toSet());
  }

  private Stream<EnvironmentBinding> environments(String cluster) {
    return platform.services().stream()
        .flatMap(service -> service.environments().stream())
        .filter(environment -> environment.cluster().equals(cluster));
  }

  private void watch(String name, ClusterWatch.Changes changes) {
    ClusterWatch watch = new ClusterWatch(name, changes);
    Consumer<EnvironmentKey> nudge = entities::liveChanged;
    run(
        "watch-" + name,
        () -> {
          List<ServiceBinding> services = platform.services();
          watch.look(services, CLUSTER_POLL, nudge);
          // Also what gathers several changes of one moment into one nudge.
          Thread.sleep(settings.clusterPoll());
        });
  }

  private void reapOrphans() {
    try {
      int reaped = new OrphanReaper(builds).reap();
      if (reaped > 0) {
        LOG.info("stopped {} builds of a worker that is gone", reaped);
      }
    } catch (IOException e) {
      LOG.warn("the builds of workers that are gone cannot be looked for: {}", e.getMessage());
    }
  }

  /** A round that fails in a way that nobody thought of must not end the watch. */
  private void run(String name, Round round) {
    threads.add(
        Thread.ofVirtual()
            .name(name)
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    try {
                      round.look();
                    } catch (InterruptedException e) {
                      return;
                    } catch (RuntimeException e) {
                      LOG.warn("{}: {}", name, e.getMessage());
                      pause();
                    }
                  }
                }));
  }

  private void pause() {
    try {
      Thread.sleep(settings.branchPoll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() {
    threads.forEach(Thread::interrupt);
  }

  /** One look outside, with the pause until the next. */
  @FunctionalInterface
  private interface Round {
    void look() throws InterruptedException;
  }
}
