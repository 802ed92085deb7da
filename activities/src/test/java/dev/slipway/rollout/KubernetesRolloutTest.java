package dev.slipway.rollout;

import static dev.slipway.rollout.EchoLab.CANDIDATE;
import static dev.slipway.rollout.EchoLab.STABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cluster.Health;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncReport;
import dev.slipway.cluster.kubernetes.KubernetesConnection;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RollingPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.lab.Laboratory;
import dev.slipway.lab.NeedsCluster;
import dev.slipway.manifest.Manifest;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
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

  private static final Duration READY = Duration.ofSeconds(60);

  private final KubernetesConnection connection = Laboratory.connection();
  private final EchoLab lab =
      EchoLab.behindGateway(
          Laboratory.namespace("rollout"), connection, EchoLab.countedByGateway(connection));

  @BeforeEach
  void makeItLive() {
    lab.shop.objects("c1", lab.service.path("version-1", 0));
    SyncReport first = lab.sync.apply(lab.service.order("c1"));
    assertThat(first.health()).as(first.reason()).isEqualTo(Health.HEALTHY);
    try (Visitors visitors = lab.visitors()) {
      visitors.awaitMore("version-1", 1, Duration.ofSeconds(20));
    }
  }

  @AfterEach
  void end() {
    lab.close();
  }

  @Test
  void promotesAHealthyCanaryWithoutOneFailedRequest() {
    lab.shop.objects("c2", lab.service.path("version-2", 0));
    try (Visitors visitors = lab.visitors()) {
      CanaryReadiness begun = lab.begin(READY);
      assertThat(begun).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));
      assertThat(visitors.answered("version-2")).isZero();

      StepReport step = lab.canary.step(step(50, Advance.BY_TIME));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      assertThat(step.analysis().metrics().getFirst().canaryRequests()).isPositive();
      assertThat(visitors.answered("version-2")).isPositive();

      CanaryReadiness promoted = lab.promote(READY);
      SyncReport after = lab.sync.apply(lab.service.order("c2"));

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
    lab.shop.objects("c2", lab.service.path("version-2", 0));
    try (Visitors visitors = lab.visitors()) {
      CanaryReadiness begun =
          lab.canary.begin(
              new CanaryOrder(
                  lab.service.target(),
                  STABLE,
                  CANDIDATE,
                  READY,
                  Optional.empty(),
                  Baseline.FRESH));
      assertThat(begun.ready()).as(begun.detail()).isTrue();

      StepReport step = lab.canary.step(Stage.fresh(step(25, Advance.BY_TIME)));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      MetricReading compared = step.analysis().metrics().getFirst();
      // A quarter each: stable's half is not compared.
      assertThat((double) compared.stableRequests() / compared.canaryRequests())
          .isBetween(0.7, 1.4);
      StepReport soak = lab.canary.step(Stage.fresh(step(90, Advance.BY_TIME)));
      assertThat(soak.end()).as(soak.detail()).isEqualTo(End.ADVANCE);

      CanaryReadiness promoted = lab.promote(READY);

      assertThat(promoted).isEqualTo(new CanaryReadiness(true, "2 of 2 ready"));
      assertThat(lab.sync.apply(lab.service.order("c2")).drift()).isEmpty();
      requireNothingDerived();
      requireOnly(visitors, "version-2", "version-1");
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void theCanaryFallsUnderWhatSelectsStable() {
    Laboratory.apply(
        lab.namespace,
        """
        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"platform"},
         "spec":{"podSelector":{"matchLabels":{"app":"shop"}},"policyTypes":["Ingress"],
          "ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"shop"}}},{"namespaceSelector":{}}]}]}}
        """);
    List<Manifest> path = lab.service.path("version-2", 0);
    path.add(
        Shop.json(
            """
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"shop"},
             "spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"shop"}}}}
            """));
    lab.shop.objects("c2", path);

    lab.begin(READY);

    String copies =
        Laboratory.kubectl(lab.namespace, "get", "networkpolicies,pdb", "--output=name");
    assertThat(copies)
        .contains(
            "networkpolicy.networking.k8s.io/platform-canary\n",
            "networkpolicy.networking.k8s.io/platform-canary-peers\n",
            "poddisruptionbudget.policy/shop-canary");
    lab.withdraw();
    requireNothingDerived();
    assertThat(Laboratory.kubectl(lab.namespace, "get", "networkpolicies,pdb", "--output=name"))
        .isEqualTo("networkpolicy.networking.k8s.io/platform");
  }

  @Test
  void findsARegressionInTheGatewaysCountersAndTakesTrafficBack() {
    lab.shop.objects("c2", lab.service.path("version-2", 0.3));
    try (Visitors visitors = lab.visitors()) {
      lab.begin(READY);

      StepReport step = lab.canary.step(step(50, Advance.BY_EVIDENCE));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      lab.withdraw();

      requireNothingDerived();
      requireOnly(visitors, "version-1", "version-2");
      assertThat(visitors.failures()).allMatch(failure -> failure.contains("version-2 fails"));
      assertThat(lab.sync.apply(lab.service.order("c1")).drift()).isEmpty();
    }
  }

  @Test
  void saysWhyACanaryDoesNotStart() {
    lab.shop.objects("c2", lab.service.path("localhost:5000/nowhere:1", "version-2", 0, ""));

    CanaryReadiness begun = lab.begin(READY);

    assertThat(begun.ready()).isFalse();
    assertThat(begun.detail()).contains("0 of 1 ready", "cannot be pulled");
    lab.withdraw();
    requireNothingDerived();
  }

  @Test
  void saysThatTheGatewayDoesNotServeTheRoute() {
    lab.shop.objects("c2", lab.service.path("version-2", 0));
    lab.begin(READY);
    Laboratory.kubectl(lab.namespace, "delete", "service", "shop-canary");

    StepReport step = lab.canary.step(step(50, Advance.BY_TIME));

    assertThat(step.end()).isEqualTo(End.UNHEALTHY);
    assertThat(step.detail()).contains("somebody deleted them");
  }

  @Test
  void updatesPodsInPlace() {
    lab.shop.objects("c2", lab.service.path("version-2", 0));
    RollingOrder order =
        new RollingOrder(
            lab.service.target(), STABLE, CANDIDATE, new RollingPlan(READY, Duration.ofSeconds(2)));
    try (Visitors visitors = lab.visitors()) {
      assertThat(lab.rolling.update(order)).isEqualTo(new RollingReport(true, "2 of 2 ready"));
      assertThat(lab.rolling.watch(order))
          .isEqualTo(new RollingReport(true, "2 of 2 ready for 2 s"));

      SyncReport after = lab.sync.apply(lab.service.order("c2"));
      assertThat(after.drift()).isEmpty();
      assertThat(after.health()).isEqualTo(Health.HEALTHY);
      requireNothingDerived();
      requireOnly(visitors, "version-2", "version-1");
    }
  }

  @Test
  void bringsStableBackWhenAnUpdateDoesNotGetReady() {
    lab.shop.objects("c2", lab.service.path("localhost:5000/nowhere:1", "version-2", 0, ""));
    RollingOrder order =
        new RollingOrder(
            lab.service.target(), STABLE, CANDIDATE, new RollingPlan(READY, Duration.ZERO));
    try (Visitors visitors = lab.visitors()) {
      RollingReport report = lab.rolling.update(order);
      assertThat(report.healthy()).isFalse();
      assertThat(report.detail()).contains("cannot be pulled");
      lab.rolling.restore(order);

      assertThat(visitors.failures()).isEmpty();
      assertThat(lab.sync.apply(lab.service.order("c1")).drift()).isEmpty();
      requireOnly(visitors, "version-1", "version-2");
    }
  }

  /** A more exact route of somebody else's takes the requests before the weights are asked. */
  @Test
  void findsThatTheGatewayDoesNotObeyInWhatItCounts() {
    lab.shop.objects("c2", lab.service.path("version-2", 0));
    try (Visitors visitors = lab.visitors()) {
      lab.begin(READY);
      Laboratory.apply(
          lab.namespace,
          """
          {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"selfish"},
           "spec":{"parentRefs":[%s],
            "rules":[{"matches":[{"path":{"type":"Exact","value":"/%s"}}],
             "backendRefs":[{"name":"shop-canary","port":80,"weight":60},
              {"name":"shop","port":80,"weight":40}]}]}}
          """
              .formatted(Laboratory.GATEWAY, lab.namespace));

      StepReport step = lab.canary.step(step(10, Advance.BY_EVIDENCE));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.UNHEALTHY);
      assertThat(step.detail()).contains("the router does not obey", "at a weight of 10 %");
      assertThat(step.held()).isLessThan(Duration.ofSeconds(20));
      assertThat(visitors.failures()).isEmpty();
    }
  }

  /** From now on only one of two versions answers. */
  private static void requireOnly(Visitors visitors, String wanted, String other) {
    int others = visitors.answered(other);
    visitors.awaitMore(wanted, 100, Duration.ofSeconds(20));
    assertThat(visitors.answered(other)).isEqualTo(others);
  }

  private void requireNothingDerived() {
    Set<String> ids =
        lab.cluster.list(lab.namespace, Map.of()).stream()
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
    return lab.step(plan, weight, advance, Optional.empty());
  }
}
