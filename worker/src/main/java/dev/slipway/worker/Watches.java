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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

  private final WorkerSettings settings;
  private final WatchedPlatformFile platform;
  private final EntityClient entities;
  private final BranchWatch branches;
  private final BuildSettings builds;
  private final KubernetesClusters kubernetes;
  private final List<Thread> threads = new ArrayList<>();

  Watches(
      WorkerSettings settings,
      WatchedPlatformFile platform,
      EntityClient entities,
      BranchHeads heads,
      BuildSettings builds,
      KubernetesClusters kubernetes) {
    this.settings = settings;
    this.platform = platform;
    this.entities = entities;
    this.builds = builds;
    this.kubernetes = kubernetes;
    branches = new BranchWatch(heads::head);
  }

  void start() {
    if (settings.serves("builds")) {
      reapOrphans();
    }
    if (settings.serves("workflows")) {
      run(
          "watch-branches",
          () -> {
            branches.look(platform.services(), entities);
            Thread.sleep(settings.branchPoll());
          });
    }
    if (settings.serves("clusters")) {
      settings.clusters().forEach(this::watchLocal);
      kubernetes.served().forEach(this::watchKubernetes);
    }
  }

  private void watchLocal(String name, Path state) {
    watch(name, new LocalClusterWatch(new LocalClusterConnection(state))::next);
  }

  private void watchKubernetes(KubernetesClusters.Served cluster) {
    watch(
        cluster.name(),
        new KubernetesWatch(cluster.connection(), () -> namespaces(cluster.name()))::next);
  }

  private Set<String> namespaces(String cluster) {
    return platform.services().stream()
        .flatMap(service -> service.environments().stream())
        .filter(environment -> environment.cluster().equals(cluster))
        .map(EnvironmentBinding::namespace)
        .collect(Collectors.toSet());
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
