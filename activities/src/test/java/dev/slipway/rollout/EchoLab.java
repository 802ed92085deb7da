package dev.slipway.rollout;

import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.kubernetes.GatewayPods;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.cluster.kubernetes.WorkloadPods;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.BoundMetrics;
import dev.slipway.metrics.MetricSource;
import dev.slipway.metrics.TraefikScrape;
import dev.slipway.platform.ClusterBinding;
import dev.slipway.platform.MetricsBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.PrometheusBinding;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.temporal.FailureType;
import dev.slipway.traffic.GatewayApiRouter;
import dev.slipway.traffic.ReplicaShareRouter;
import dev.slipway.traffic.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The echo service of the laboratory as a Deployment: its revisions c1 and c2. */
final class EchoLab implements AutoCloseable {

  static final RevisionRef STABLE = EchoService.revision("c1");
  static final RevisionRef CANDIDATE = EchoService.revision("c2");

  final EchoService service;
  final String namespace;
  final Shop shop = new Shop();
  final KubernetesCluster cluster;
  final ClusterSync sync;
  final DerivedCanary canary;
  final DeploymentUpdate rolling;
  private final KubernetesConnection connection;

  private EchoLab(
      EchoService service,
      KubernetesConnection connection,
      Function<KubernetesCluster, Router> router,
      MetricSource metrics) {
    this.service = service;
    this.connection = connection;
    namespace = service.namespace();
    cluster = new KubernetesCluster(connection);
    RealPulse pulse = new RealPulse();
    sync = new ClusterSync(shop, cluster, pulse);
    Instruments instruments = new Instruments(shop, cluster, router.apply(cluster), metrics, pulse);
    canary = new DerivedCanary(instruments);
    rolling = new DeploymentUpdate(instruments);
  }

  /** An HTTPRoute leads to it. */
  static EchoLab behindGateway(
      String namespace, KubernetesConnection connection, MetricSource metrics) {
    return new EchoLab(
        new EchoService(namespace),
        connection,
        cluster -> new GatewayApiRouter(cluster, Clock.systemUTC(), Duration.ofSeconds(3)),
        metrics);
  }

  /** Nothing but its Service leads to it: the path has no route, see {@link #withoutRoute}. */
  static EchoLab behindService(
      EchoService service, KubernetesConnection connection, MetricSource metrics) {
    return new EchoLab(service, connection, ReplicaShareRouter::new, metrics);
  }

  /** What the gateway itself counts. */
  static MetricSource countedByGateway(KubernetesConnection connection) {
    return new TraefikScrape(
        new GatewayPods(connection, Laboratory.binding().gateway().orElseThrow()),
        Clock.systemUTC());
  }

  /**
   * What a platform file has bound the cluster to; the gateway's own counters are not to be read.
   */
  static MetricSource boundTo(
      KubernetesConnection connection, MetricsBinding metrics, PrometheusBinding... servers) {
    ClusterBinding lab = Laboratory.binding();
    Platform platform =
        new Platform(
            List.of(
                new ClusterBinding(
                    lab.name(),
                    lab.kubeconfig(),
                    lab.context(),
                    Optional.empty(),
                    Optional.of(metrics))),
            List.of(),
            List.of(),
            List.of(),
            List.of(servers),
            Optional.empty());
    return new BoundMetrics(
        () -> platform,
        order -> {
          throw FailureType.MISCONFIGURED.retryable("the gateway is not to be asked");
        },
        new WorkloadPods(connection),
        Clock.systemUTC());
  }

  static List<Manifest> withoutRoute(List<Manifest> path) {
    return path.stream().filter(object -> !object.kind().equals("HTTPRoute")).toList();
  }

  /** People who come through the gateway from now on. */
  Visitors visitors() {
    return new Visitors(Laboratory.gateway("/" + namespace));
  }

  CanaryReadiness begin(Duration readyWithin) {
    return canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, readyWithin));
  }

  CanaryReadiness promote(Duration readyWithin) {
    return canary.promote(new PromoteOrder(service.target(), STABLE, CANDIDATE, readyWithin));
  }

  void withdraw() {
    canary.withdraw(new WithdrawOrder(service.target(), STABLE));
  }

  /** The first step of a rollout by this plan. */
  StepOrder step(RolloutPlan plan, double weight, Advance advance, Optional<Evidence> evidence) {
    return new StepOrder(
        service.target(),
        STABLE,
        CANDIDATE,
        0,
        weight,
        advance,
        plan.minimumHold(),
        plan.maximumHold(),
        plan,
        1,
        evidence);
  }

  /** Its namespace goes, and the connection is at an end. */
  @Override
  public void close() {
    Laboratory.delete(namespace);
    connection.close();
  }
}
