package dev.slipway.rollout;

import dev.slipway.analysis.MetricPlan;
import dev.slipway.argo.ArgoRolloutRouter;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.FakePulse;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.MetricOrder;
import dev.slipway.metrics.MetricSource;
import dev.slipway.metrics.Observation;
import dev.slipway.metrics.VersionCounters;
import dev.slipway.metrics.VersionCounters.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A shop whose workload is a Rollout of four pods at c1, with steady traffic, and a candidate. */
final class ArgoStage implements MetricSource {

  final FakePulse pulse = new FakePulse();
  final ArgoCluster cluster = new ArgoCluster(pulse);
  final Shop shop = new Shop();
  final ClusterSync sync = new ClusterSync(shop, cluster, pulse);
  final CanaryActivities canary =
      new CanaryByWorkload(
          new Instruments(
              shop,
              cluster,
              new ArgoRolloutRouter(cluster, clock(), Duration.ofSeconds(3)),
              this,
              pulse));
  private double canaryRequests;
  private double stableRequests;
  private double canaryErrors;
  private double failing;

  ArgoStage() {
    shop.objects("c1", path("shop:1"));
    List<Manifest> candidate = path("shop:2");
    candidate.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new"},"data":{"A":"1"}}
            """));
    shop.objects("c2", candidate);
    pulse.whilePassing(this::flow);
    SyncReport first = syncTo("c1");
    if (!first.reason().isEmpty()) {
      throw new AssertionError(first.reason());
    }
  }

  /** The path with this image. */
  static List<Manifest> path(String image) {
    List<Manifest> objects = new ArrayList<>();
    objects.add(
        Shop.json(
            """
            {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"shop"},
             "spec":{"replicas":4,"rollbackWindow":{"revisions":3},
              "selector":{"matchLabels":{"app":"shop"}},
              "strategy":{"canary":{"stableService":"shop","canaryService":"shop-next",
               "trafficRouting":{"traefik":{"weightedTraefikServiceName":"shop"}},
               "steps":[{"setWeight":20},{"pause":{}}]}},
              "template":{"metadata":{"labels":{"app":"shop"}},
               "spec":{"containers":[{"name":"shop","image":"%s",
                "envFrom":[{"configMapRef":{"name":"shop"}}]}]}}}}
            """
                .formatted(image)));
    for (String service : List.of("shop", "shop-next")) {
      objects.add(
          Shop.json(
              """
              {"apiVersion":"v1","kind":"Service","metadata":{"name":"%s"},
               "spec":{"selector":{"app":"shop"},"ports":[{"port":80}]}}
              """
                  .formatted(service)));
    }
    objects.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},"data":{"A":"1"}}
            """));
    return objects;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return pulse.now();
      }
    };
  }

  void fail(double share) {
    failing = share;
  }

  private void flow(Duration time) {
    double all = 200 * time.toNanos() / 1e9;
    double canaryPart = all * cluster.weight() / 100;
    canaryRequests += canaryPart;
    canaryErrors += canaryPart * failing;
    stableRequests += all - canaryPart;
  }

  @Override
  public Observation read(MetricOrder order) {
    return new Observation(
        pulse.now(),
        "run",
        counted((long) canaryRequests, (long) canaryErrors),
        counted((long) stableRequests, 0));
  }

  private static Optional<VersionCounters> counted(long requests, long errors) {
    return requests == 0
        ? Optional.empty()
        : Optional.of(
            new VersionCounters(
                requests,
                errors,
                requests,
                MetricPlan.DEFAULT_BOUNDARIES.stream()
                    .map(boundary -> new Bucket(boundary, requests))
                    .toList()));
  }

  SyncReport syncTo(String commit) {
    return sync.apply(new SyncOrder(Shop.TARGET, commit, Optional.empty(), true, 2));
  }

  CanaryReadiness begin() {
    pulse.nextActivity();
    return canary.begin(
        new CanaryOrder(Shop.TARGET, Stage.STABLE, Stage.CANDIDATE, Duration.ofMinutes(1)));
  }

  StepReport step(StepOrder order) {
    pulse.nextActivity();
    return canary.step(order);
  }

  CanaryReadiness promote() {
    pulse.nextActivity();
    return canary.promote(
        new PromoteOrder(Shop.TARGET, Stage.STABLE, Stage.CANDIDATE, Duration.ofMinutes(1)));
  }

  void withdraw() {
    pulse.nextActivity();
    canary.withdraw(new WithdrawOrder(Shop.TARGET, Stage.STABLE));
  }
}
