package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.kubernetes.GatewayPods;
import dev.slipway.cluster.kubernetes.KubernetesCluster;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RollingPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.EchoService;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.TraefikScrape;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.GatewayApiRouter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole rollout over real pods, with people who come through the real gateway all the time. */
@NeedsCluster
class KubernetesRolloutTest {

  private static final RevisionRef STABLE = EchoService.revision("c1");
  private static final RevisionRef CANDIDATE = EchoService.revision("c2");
  private static final Duration READY = Duration.ofSeconds(60);

  private final String namespace = Laboratory.namespace("rollout");
  private final EchoService service = new EchoService(namespace);
  private final KubernetesConnection connection = Laboratory.connection();
  private final KubernetesCluster cluster = new KubernetesCluster(connection);
  private final Shop shop = new Shop();
  private final RealPulse pulse = new RealPulse();
  private final ClusterSync sync = new ClusterSync(shop, cluster, pulse);
  private final Instruments instruments =
      new Instruments(
          shop,
          cluster,
          new GatewayApiRouter(cluster, Clock.systemUTC(), Duration.ofSeconds(3)),
          new TraefikScrape(
              new GatewayPods(connection, Laboratory.binding().gateway().orElseThrow()),
              Clock.systemUTC()),
          pulse);
  private final DerivedCanary canary = new DerivedCanary(instruments);
  private final DeploymentUpdate rolling = new DeploymentUpdate(instruments);

  @BeforeEach
  void makeItLive() {
    shop.objects("c1", service.path("version-1", 0));
    SyncReport first = sync.apply(service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
    try (Visitors visitors = visitors()) {
      Laboratory.await(
          "the first answer",
          Duration.ofSeconds(20),
          () -> visitors.answered("version-1") > 0,
          () -> visitors.failures().toString());
    }
  }

  @AfterEach
  void end() {
    Laboratory.delete(namespace);
    connection.close();
  }

  @Test
  void promotesAHealthyCanaryWithoutOneFailedRequest() {
    shop.objects("c2", service.path("version-2", 0));
    try (Visitors visitors = visitors()) {
      CanaryReadiness begun =
          canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));
      assertThat(begun).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));
      assertThat(visitors.answered("version-2")).isZero();

      StepReport step = canary.step(step(50, Advance.BY_TIME));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      assertThat(step.analysis().metrics().getFirst().canaryRequests()).isPositive();
      assertThat(visitors.answered("version-2")).isPositive();

      CanaryReadiness promoted =
          canary.promote(new PromoteOrder(service.target(), STABLE, CANDIDATE, READY));
      SyncReport after = sync.apply(service.order("c2"));

      assertThat(promoted).isEqualTo(new CanaryReadiness(true, "2 of 2 ready"));
      assertThat(after.drift()).isEmpty();
      assertThat(after.health()).isEqualTo(Health.HEALTHY);
      requireNothingDerived();
      requireOnly(visitors, "version-2", "version-1");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void promotesBesideAFreshBaselineWithoutOneFailedRequest() {
    shop.objects("c2", service.path("version-2", 0));
    try (Visitors visitors = visitors()) {
      CanaryReadiness begun =
          canary.begin(
              new CanaryOrder(
                  service.target(), STABLE, CANDIDATE, READY, Optional.empty(), Baseline.FRESH));
      assertThat(begun.ready()).as(begun.detail()).isTrue();

      StepReport step = canary.step(Stage.fresh(step(25, Advance.BY_TIME)));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      MetricReading compared = step.analysis().metrics().getFirst();
      // A quarter each: stable's half is not compared.
      assertThat((double) compared.stableRequests() / compared.canaryRequests())
          .isBetween(0.7, 1.4);
      StepReport soak = canary.step(Stage.fresh(step(90, Advance.BY_TIME)));
      assertThat(soak.end()).as(soak.detail()).isEqualTo(End.ADVANCE);

      CanaryReadiness promoted =
          canary.promote(new PromoteOrder(service.target(), STABLE, CANDIDATE, READY));

      assertThat(promoted).isEqualTo(new CanaryReadiness(true, "2 of 2 ready"));
      assertThat(sync.apply(service.order("c2")).drift()).isEmpty();
      requireNothingDerived();
      requireOnly(visitors, "version-2", "version-1");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void theCanaryFallsUnderWhatSelectsStable() {
    Laboratory.apply(
        namespace,
        """
        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"platform"},
         "spec":{"podSelector":{"matchLabels":{"app":"shop"}},"policyTypes":["Ingress"],
          "ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"shop"}}},{"namespaceSelector":{}}]}]}}
        """);
    List<Manifest> path = service.path("version-2", 0);
    path.add(
        Shop.json(
            """
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"shop"},
             "spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"shop"}}}}
            """));
    shop.objects("c2", path);

    canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));

    String copies = Laboratory.kubectl(namespace, "get", "networkpolicies,pdb", "--output=name");
    assertThat(copies)
        .contains(
            "networkpolicy.networking.k8s.io/platform-canary\n",
            "networkpolicy.networking.k8s.io/platform-canary-peers\n",
            "poddisruptionbudget.policy/shop-canary");
    canary.withdraw(new WithdrawOrder(service.target(), STABLE));
    requireNothingDerived();
    assertThat(Laboratory.kubectl(namespace, "get", "networkpolicies,pdb", "--output=name"))
        .isEqualTo("networkpolicy.networking.k8s.io/platform");
  }

  @Test
  void findsARegressionInTheGatewaysCountersAndTakesTrafficBack() {
    shop.objects("c2", service.path("version-2", 0.3));
    try (Visitors visitors = visitors()) {
      canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));

      StepReport step = canary.step(step(50, Advance.BY_EVIDENCE));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      canary.withdraw(new WithdrawOrder(service.target(), STABLE));

      requireNothingDerived();
      requireOnly(visitors, "version-1", "version-2");
      assertThat(visitors.failures()).allMatch(failure -> failure.contains("version-2 fails"));
      assertThat(sync.apply(service.order("c1")).drift()).isEmpty();
    }
  }

  @Test
  void saysWhyACanaryDoesNotStart() {
    shop.objects("c2", service.path("localhost:5000/nowhere:1", "version-2", 0, ""));

    CanaryReadiness begun =
        canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));

    assertThat(begun.ready()).isFalse();
    assertThat(begun.detail()).contains("0 of 1 ready", "cannot be pulled");
    canary.withdraw(new WithdrawOrder(service.target(), STABLE));
    requireNothingDerived();
  }

  @Test
  void saysThatTheGatewayDoesNotServeTheRoute() {
    shop.objects("c2", service.path("version-2", 0));
    canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));
    Laboratory.kubectl(namespace, "delete", "service", "shop-canary");

    StepReport step = canary.step(step(50, Advance.BY_TIME));

    assertThat(step.end()).isEqualTo(End.UNHEALTHY);
    assertThat(step.detail()).contains("somebody deleted them");
  }

  @Test
  void updatesPodsInPlace() {
    shop.objects("c2", service.path("version-2", 0));
    RollingOrder order =
        new RollingOrder(
            service.target(), STABLE, CANDIDATE, new RollingPlan(READY, Duration.ofSeconds(2)));
    try (Visitors visitors = visitors()) {
      assertThat(rolling.update(order)).isEqualTo(new RollingReport(true, "2 of 2 ready"));
      assertThat(rolling.watch(order)).isEqualTo(new RollingReport(true, "2 of 2 ready for 2 s"));

      SyncReport after = sync.apply(service.order("c2"));
      assertThat(after.drift()).isEmpty();
      assertThat(after.health()).isEqualTo(Health.HEALTHY);
      requireNothingDerived();
      requireOnly(visitors, "version-2", "version-1");
    }
  }

  @Test
  void bringsStableBackWhenAnUpdateDoesNotGetReady() {
    shop.objects("c2", service.path("localhost:5000/nowhere:1", "version-2", 0, ""));
    RollingOrder order =
        new RollingOrder(
            service.target(), STABLE, CANDIDATE, new RollingPlan(READY, Duration.ZERO));
    try (Visitors visitors = visitors()) {
      RollingReport report = rolling.update(order);
      assertThat(report.healthy()).isFalse();
      assertThat(report.detail()).contains("cannot be pulled");
      rolling.restore(order);

      assertThat(visitors.failures()).isEmpty();
      assertThat(sync.apply(service.order("c1")).drift()).isEmpty();
      requireOnly(visitors, "version-1", "version-2");
    }
  }

  /** A more exact route of somebody else's takes the requests before the weights are asked. */
  @Test
  void findsThatTheGatewayDoesNotObeyInWhatItCounts() {
    shop.objects("c2", service.path("version-2", 0));
    try (Visitors visitors = visitors()) {
      canary.begin(new CanaryOrder(service.target(), STABLE, CANDIDATE, READY));
      Laboratory.apply(
          namespace,
          """
          {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"selfish"},
           "spec":{"parentRefs":[%s],
            "rules":[{"matches":[{"path":{"type":"Exact","value":"/%s"}}],
             "backendRefs":[{"name":"shop-canary","port":80,"weight":60},
              {"name":"shop","port":80,"weight":40}]}]}}
          """
              .formatted(Laboratory.GATEWAY, namespace));

      StepReport step = canary.step(step(10, Advance.BY_EVIDENCE));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.UNHEALTHY);
      assertThat(step.detail()).contains("the router does not obey", "at a weight of 10 %");
      assertThat(step.held()).isLessThan(Duration.ofSeconds(20));
      assertThat(visitors.failures()).isEmpty();
    }
  }

  /** From now on only one of two versions answers. */
  private static void requireOnly(Visitors visitors, String wanted, String other) {
    int others = visitors.answered(other);
    int before = visitors.answered(wanted);
    Laboratory.await(
        "a hundred more answers of " + wanted,
        Duration.ofSeconds(20),
        () -> visitors.answered(wanted) >= before + 100,
        () -> visitors.failures().toString());
    assertThat(visitors.answered(other)).isEqualTo(others);
  }

  private void requireNothingDerived() {
    Set<String> ids =
        cluster.list(namespace, Map.of()).stream()
            .map(object -> object.id())
            .filter(id -> id.contains("shop"))
            .collect(Collectors.toSet());
    assertThat(ids)
        .containsExactlyInAnyOrder(
            "ConfigMap/shop",
            "Secret/shop",
            "Service/shop",
            "Deployment/shop",
            "HTTPRoute/shop",
            // The parent of the ApplySet.
            "ConfigMap/slipway-shop-production");
  }

  private Visitors visitors() {
    return new Visitors(Laboratory.gateway("/" + namespace));
  }

  private StepOrder step(double weight, Advance advance) {
    RolloutPlan plan =
        new RolloutPlan(
            List.of(new Percent(50)),
            Duration.ofSeconds(3),
            Duration.ofSeconds(40),
            Duration.ZERO,
            OnInconclusive.ROLLBACK,
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            READY,
            new AnalysisRules(
                0.01,
                Duration.ofMillis(500),
                Duration.ZERO,
                List.of(
                    new MetricRule(
                        "errors", MetricRule.Kind.ERROR_RATE, 0.005, Optional.empty(), List.of()),
                    new MetricRule(
                        "latency", MetricRule.Kind.LATENCY, 0.05, Optional.empty(), List.of()))));
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
        Optional.empty());
  }
}
