package dev.slipway.worker;

import dev.slipway.argo.ArgoRolloutRouter;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.kubernetes.GatewayPods;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.cluster.kubernetes.WorkloadPods;
import dev.slipway.metrics.BoundMetrics;
import dev.slipway.metrics.MetricSource;
import dev.slipway.metrics.TraefikScrape;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.platform.WatchedPlatformFile;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.GatewayApiRouter;
import dev.slipway.traffic.ReplicaShareRouter;
import dev.slipway.traffic.Router;
import dev.slipway.traffic.RouterByRoute;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The Kubernetes clusters of the platform file that this worker serves, as they were at its start.
 */
@Component
class KubernetesClusters implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesClusters.class);

  /** Traefik gathers changes for two seconds before it carries them out. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private final List<Served> served = new ArrayList<>();

  KubernetesClusters(WorkerSettings settings, WatchedPlatformFile platform, Clock clock) {
    if (!settings.serves("clusters")) {
      return;
    }
    try {
      ClusterChoice choice = ClusterChoice.of(settings);
      choice.remarks(platform.clusters()).forEach(LOG::warn);
      for (ClusterBinding binding : choice.among(platform.clusters())) {
        if (settings.clusters().containsKey(binding.name())) {
          throw new IllegalStateException(
              "cluster "
                  + binding.name()
                  + " is a Kubernetes one in the platform file and a local one in the worker's"
                  + " settings: rename one of them");
        }
        served.add(open(binding, platform, clock));
      }
      LOG.info("Kubernetes clusters served: {}", served.stream().map(Served::name).toList());
    } catch (ApplicationFailure e) {
      LOG.warn(
          "no Kubernetes cluster is served: {}; mend the platform file and start the worker anew",
          e.getOriginalMessage());
    }
  }

  List<Served> served() {
    return served;
  }

  private static Served open(ClusterBinding binding, WatchedPlatformFile platform, Clock clock) {
    KubernetesConnection connection = new KubernetesConnection(binding);
    Cluster cluster = new KubernetesCluster(connection);
    MetricSource gateway =
        binding
            .gateway()
            .<MetricSource>map(pods -> new TraefikScrape(new GatewayPods(connection, pods), clock))
            .orElse(
                order -> {
                  throw FailureType.MISCONFIGURED.retryable(
                      "cluster "
                          + binding.name()
                          + " has neither metrics nor a gateway in the platform file: name one of"
                          + " them, or nothing can be judged");
                });
    return new Served(
        binding.name(),
        connection,
        cluster,
        new RouterByRoute(
            new GatewayApiRouter(cluster, clock, SETTLING),
            new ReplicaShareRouter(cluster),
            new ArgoRolloutRouter(cluster, clock, SETTLING)),
        new BoundMetrics(platform::platform, gateway, new WorkloadPods(connection), clock));
  }

  @Override
  public void destroy() {
    served.forEach(cluster -> cluster.connection().close());
  }

  /** One of them. */
  record Served(
      String name,
      KubernetesConnection connection,
      Cluster cluster,
      Router router,
      MetricSource metrics) {}
}
