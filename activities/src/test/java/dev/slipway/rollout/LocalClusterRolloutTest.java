package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.Verdict;
import dev.slipway.cluster.Cluster;
import dev.slipway.cluster.ClusterSync;
import dev.slipway.cluster.Health;
import dev.slipway.cluster.LocalClusterClient;
import dev.slipway.cluster.LocalClusterConnection;
import dev.slipway.cluster.Pulse;
import dev.slipway.cluster.Shop;
import dev.slipway.cluster.SyncOrder;
import dev.slipway.cluster.SyncReport;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Baseline;
import dev.slipway.delivery.HeaderRoute;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.OnInconclusive;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RollingPlan;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.localcluster.ClusterOptions;
import dev.slipway.localcluster.LocalClusterServer;
import dev.slipway.localcluster.StartFailure;
import dev.slipway.localcluster.pod.Pace;
import dev.slipway.manifest.Manifest;
import dev.slipway.metrics.GatewayScrape;
import dev.slipway.rollout.StepOrder.Advance;
import dev.slipway.rollout.StepReport.End;
import dev.slipway.traffic.LocalGatewayRouter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole rollout on the real local cluster: real processes, a real gateway, real counters. */
class LocalClusterRolloutTest {

  private static final Pace QUICK =
      new Pace(
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofMinutes(1),
          Duration.ofMillis(20));
  private static final RevisionRef STABLE = revision("c1");
  private static final RevisionRef CANDIDATE = revision("c2");
  private static final Duration READY = Duration.ofSeconds(60);

  @TempDir private Path root;
  private LocalClusterServer server;
  private Cluster cluster;
  private ClusterSync sync;
  private DerivedCanary canary;
  private DeploymentUpdate rolling;
  private final Shop shop = new Shop();

  @BeforeEach
  void start() throws IOException, StartFailure {
    Path artifact = root.resolve("artifacts/sha256").resolve("ab".repeat(32));
    Files.createDirectories(artifact.getParent());
    Files.writeString(artifact, "the artifact");
    server =
        LocalClusterServer.start(
            new ClusterOptions(
                root.resolve("state"),
                root.resolve("artifacts"),
                Optional.empty(),
                Optional.empty(),
                false),
            QUICK);
    LocalClusterConnection connection = new LocalClusterConnection(root.resolve("state"));
    cluster = new LocalClusterClient(connection);
    Pulse pulse = new RealPulse();
    sync = new ClusterSync(shop, cluster, pulse);
    Instruments instruments =
        new Instruments(
            shop,
            cluster,
            new LocalGatewayRouter(cluster),
            new GatewayScrape(connection::metrics, Clock.systemUTC()),
            pulse);
    canary = new DerivedCanary(instruments);
    rolling = new DeploymentUpdate(instruments);
    shop.objects("c1", path("hello", 0));
    SyncReport first = sync.apply(order("c1"));
    assertThat(first.reason()).isEmpty();
    assertThat(first.health()).isEqualTo(Health.HEALTHY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void promotesAHealthyCanaryWithoutOneFailedRequest() {
    shop.objects("c2", path("good evening", 0));
    try (Visitors visitors = new Visitors(server.gateway())) {
      CanaryReadiness begun = canary.begin(new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, READY));
      assertThat(begun).isEqualTo(new CanaryReadiness(true, "1 of 1 ready"));
      assertThat(visitors.answered("good evening")).isZero();

      StepReport step = canary.step(step(50, Advance.BY_TIME, Optional.empty()));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      assertThat(step.analysis().metrics().getFirst().canaryRequests()).isPositive();
      assertThat(visitors.answered("good evening")).isPositive();

      CanaryReadiness promoted =
          canary.promote(new PromoteOrder(Shop.TARGET, STABLE, CANDIDATE, READY));

      assertThat(promoted).isEqualTo(new CanaryReadiness(true, "2 of 2 ready"));
      assertThat(visitors.failures()).isEmpty();
      assertThat(ids())
          .containsExactlyInAnyOrder(
              "ConfigMap/shop", "Service/shop", "Deployment/shop", "HTTPRoute/shop");
      SyncReport after = sync.apply(order("c2"));
      assertThat(after.drift()).isEmpty();
      assertThat(after.health()).isEqualTo(Health.HEALTHY);
      assertThat(visitors.failures()).isEmpty();
    }
  }

  @Test
  void findsARegressionInRealCountersAndTakesTrafficBack() {
    shop.objects("c2", path("good evening", 3));
    try (Visitors visitors = new Visitors(server.gateway())) {
      canary.begin(new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, READY));

      StepReport step = canary.step(step(50, Advance.BY_EVIDENCE, Optional.empty()));
      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      // What was under way when the weight went back may still end badly: look after it.
      canary.withdraw(new WithdrawOrder(Shop.TARGET, STABLE));
      visitors.failures();
      int before = visitors.answered("hello");
      while (visitors.answered("hello") < before + 50) {
        Thread.onSpinWait();
      }

      assertThat(visitors.failures()).isEmpty();
      assertThat(ids())
          .containsExactlyInAnyOrder(
              "ConfigMap/shop", "Service/shop", "Deployment/shop", "HTTPRoute/shop");
      assertThat(sync.apply(order("c1")).drift()).isEmpty();
    }
  }

  @Test
  void blamesACanaryForBeingColdUnlessABaselineIsAsCold() {
    shop.objects("c1", cold("hello"));
    shop.objects("c2", cold("good evening"));
    assertThat(sync.apply(order("c1")).health()).isEqualTo(Health.HEALTHY);
    try (Visitors visitors = new Visitors(server.gateway())) {
      awaitWarmth(visitors);
      canary.begin(new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, READY));
      StepReport beside = canary.step(step(50, Advance.BY_TIME, Optional.empty()));
      assertThat(beside.end()).as(beside.detail()).isEqualTo(End.REGRESSED);
      canary.withdraw(new WithdrawOrder(Shop.TARGET, STABLE));
      int before = visitors.answered("hello");

      CanaryReadiness begun = canary.begin(besideBaseline());
      StepReport step = canary.step(Stage.fresh(step(50, Advance.BY_TIME, Optional.empty())));

      assertThat(begun.detail()).contains("compared with a fresh baseline");
      assertThat(step.end()).as(step.detail()).isEqualTo(End.ADVANCE);
      MetricReading errors = step.analysis().metrics().getFirst();
      assertThat(errors.canaryRate()).isPositive();
      assertThat(errors.stableRate()).isPositive();
      assertThat(visitors.answered("hello")).isGreaterThan(before);
    }
  }

  /** Four pods of the candidate, of which the one that draws the lot fails half of its requests. */
  @Test
  void namesTheOnePodThatFailsAndDoesNotBlameItsVersion() {
    shop.objects("c1", configured(4, "hello", "COLD_FOR", "0"));
    assertThat(sync.apply(order("c1")).health()).isEqualTo(Health.HEALTHY);
    shop.objects("c2", configured(4, "good evening", "LOT", root.resolve("the-lot").toString()));
    try (Visitors visitors = new Visitors(server.gateway())) {
      canary.begin(new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, READY));

      StepReport step = canary.step(briefly(step(90, Advance.BY_EVIDENCE, Optional.empty())));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.LONE_POD);
      assertThat(step.detail())
          .matches("pod shop-canary-\\S+ alone fails: .*")
          .contains("at its 3 siblings", "not counted against the version");
      assertThat(step.analysis().pods()).hasSize(1);
      assertThat(step.analysis().verdict()).isNotEqualTo(Verdict.REGRESSED);
      // An eighth of all, but for what came before it was suspected.
      assertThat(step.analysis().metrics().getFirst().canaryRate()).isLessThan(0.03);
      assertThat(failingPod(step)).isEqualTo(whoFailed());
      // The version has its traffic still: a person decides.
      int before = visitors.answered("good evening");
      while (visitors.answered("good evening") < before + 50) {
        Thread.onSpinWait();
      }
    }
  }

  /** All four: then it is no single pod's fault. */
  @Test
  void blamesTheVersionWhenAllItsPodsFail() {
    shop.objects("c1", configured(4, "hello", "COLD_FOR", "0"));
    assertThat(sync.apply(order("c1")).health()).isEqualTo(Health.HEALTHY);
    shop.objects("c2", configured(4, "good evening", "FAILS_EVERY", "2"));
    try (Visitors visitors = new Visitors(server.gateway())) {
      canary.begin(new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, READY));

      StepReport step = canary.step(briefly(step(90, Advance.BY_EVIDENCE, Optional.empty())));

      assertThat(step.end()).as(step.detail()).isEqualTo(End.REGRESSED);
      assertThat(step.analysis().pods()).isEmpty();
      assertThat(visitors.answered("hello")).isPositive();
    }
  }

  private static String failingPod(StepReport step) {
    return step.analysis().pods().getFirst().replaceFirst("^pod (\\S+) .*", "$1");
  }

  /** As the gateway has counted it. */
  private String whoFailed() {
    List<String> failed =
        new LocalClusterConnection(root.resolve("state"))
            .metrics()
            .lines()
            .filter(line -> line.startsWith("gateway_pod_requests_total"))
            .filter(line -> line.contains("code=\"500\""))
            .map(line -> line.replaceFirst(".*pod=\"([^\"]*)\".*", "$1"))
            .distinct()
            .toList();
    assertThat(failed).hasSize(1);
    return failed.getFirst();
  }

  private static StepOrder briefly(StepOrder order) {
    return Stage.atMost(Duration.ofSeconds(6), order);
  }

  private static List<Manifest> configured(
      int replicas, String greeting, String key, String value) {
    List<Manifest> objects = path(greeting, 0);
    for (Manifest object : objects) {
      if (object.kind().equals("ConfigMap")) {
        ((ObjectNode) object.json().get("data")).put(key, value);
      }
      if (object.kind().equals("Deployment")) {
        ((ObjectNode) object.json().get("spec")).put("replicas", replicas);
      }
    }
    return objects;
  }

  @Test
  void promotesBesideAFreshBaselineWithoutOneFailedRequest() {
    shop.objects("c2", path("good evening", 0));
    try (Visitors visitors = new Visitors(server.gateway())) {
      canary.begin(besideBaseline());
      StepReport quarter = canary.step(Stage.fresh(step(25, Advance.BY_TIME, Optional.empty())));
      StepReport soak =
          canary.step(Stage.fresh(step(90, Advance.BY_TIME, Optional.of(quarter.evidence()))));
      CanaryReadiness promoted =
          canary.promote(new PromoteOrder(Shop.TARGET, STABLE, CANDIDATE, READY));

      assertThat(quarter.end()).as(quarter.detail()).isEqualTo(End.ADVANCE);
      assertThat(soak.end()).as(soak.detail()).isEqualTo(End.ADVANCE);
      assertThat(promoted).isEqualTo(new CanaryReadiness(true, "2 of 2 ready"));
      assertThat(visitors.failures()).isEmpty();
      assertThat(ids())
          .containsExactlyInAnyOrder(
              "ConfigMap/shop", "Service/shop", "Deployment/shop", "HTTPRoute/shop");
      assertThat(sync.apply(order("c2")).drift()).isEmpty();
    }
  }

  private static void awaitWarmth(Visitors visitors) {
    int answered;
    long quietSince = System.nanoTime();
    do {
      if (!visitors.failures().isEmpty()) {
        quietSince = System.nanoTime();
      }
      answered = visitors.answered("hello");
      LockSupport.parkNanos(10_000_000);
    } while (answered < 50 || System.nanoTime() < quietSince + 500_000_000L);
  }

  private static CanaryOrder besideBaseline() {
    return new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, READY, Optional.empty(), Baseline.FRESH);
  }

  /** Each pod fails its first requests; some of them come before the first reading. */
  private static List<Manifest> cold(String greeting) {
    return configured(2, greeting, "COLD_FOR", "120");
  }

  @Test
  void saysWhyACanaryDoesNotStart() {
    shop.objects("c2", path("good evening", "not a number"));

    CanaryReadiness begun = canary.begin(new CanaryOrder(Shop.TARGET, STABLE, CANDIDATE, READY));

    assertThat(begun.ready()).isFalse();
    assertThat(begun.detail()).contains("0 of 1 ready", "its log");
    canary.withdraw(new WithdrawOrder(Shop.TARGET, STABLE));
    assertThat(ids()).doesNotContain("Deployment/shop-canary");
  }

  @Test
  void letsTestersToTheCanaryBeforeAnybodyElse() throws IOException, InterruptedException {
    shop.objects("c2", path("good evening", 0));
    canary.begin(
        new CanaryOrder(
            Shop.TARGET,
            STABLE,
            CANDIDATE,
            READY,
            Optional.of(new HeaderRoute("X-Canary", "tester")),
            Baseline.STABLE));

    awaitAnswer("tester", "good evening");
    assertThat(answer("somebody")).contains("hello");
    canary.withdraw(new WithdrawOrder(Shop.TARGET, STABLE));
    awaitAnswer("tester", "hello");
    assertThat(sync.apply(order("c1")).drift()).isEmpty();
  }

  private void awaitAnswer(String header, String greeting)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!answer(header).contains(greeting)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private String answer(String header) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(server.gateway()).header("x-canary", header).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void updatesPodsInPlaceWithoutOneFailedRequest() {
    shop.objects("c2", path("good evening", 0));
    RollingOrder order =
        new RollingOrder(
            Shop.TARGET, STABLE, CANDIDATE, new RollingPlan(READY, Duration.ofSeconds(1)));
    try (Visitors visitors = new Visitors(server.gateway())) {
      assertThat(rolling.update(order)).isEqualTo(new RollingReport(true, "2 of 2 ready"));
      assertThat(rolling.watch(order)).isEqualTo(new RollingReport(true, "2 of 2 ready for 1 s"));

      assertThat(visitors.answered("good evening")).isPositive();
      assertThat(visitors.failures()).isEmpty();
      assertThat(sync.apply(order("c2")).drift()).isEmpty();
    }
  }

  @Test
  void bringsStableBackWhenAnUpdateDoesNotGetReady() {
    shop.objects("c2", path("good evening", "not a number"));
    RollingOrder order =
        new RollingOrder(Shop.TARGET, STABLE, CANDIDATE, new RollingPlan(READY, Duration.ZERO));
    try (Visitors visitors = new Visitors(server.gateway())) {
      RollingReport report = rolling.update(order);
      assertThat(report.healthy()).isFalse();
      assertThat(report.detail()).contains("its log");
      rolling.restore(order);

      assertThat(visitors.answered("good evening")).isZero();
      assertThat(visitors.failures()).isEmpty();
      assertThat(sync.apply(order("c1")).drift()).isEmpty();
    }
  }

  @Test
  void findsTheClusterAgainAfterARestart() throws IOException, StartFailure {
    server.close();
    server = startAgain();

    SyncReport report = sync.apply(order("c1"));

    assertThat(report.drift()).isEmpty();
    assertThat(report.health()).isEqualTo(Health.HEALTHY);
  }

  /** Within one process the port of the closed gateway is free a moment later. */
  private LocalClusterServer startAgain() throws IOException, StartFailure {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try {
        return LocalClusterServer.start(root.resolve("state"), root.resolve("artifacts"));
      } catch (StartFailure e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private Set<String> ids() {
    return cluster.list("shops", Map.of()).stream().map(Manifest::id).collect(Collectors.toSet());
  }

  private static StepOrder step(double weight, Advance advance, Optional<Evidence> evidence) {
    RolloutPlan plan =
        new RolloutPlan(
            List.of(new Percent(50)),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ZERO,
            OnInconclusive.ROLLBACK,
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            READY,
            new AnalysisRules(
                0.01,
                Duration.ofMillis(200),
                Duration.ZERO,
                List.of(
                    new MetricRule(
                        "errors",
                        MetricRule.Kind.ERROR_RATE,
                        0.005,
                        Optional.empty(),
                        List.of()))));
    return new StepOrder(
        Shop.TARGET,
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

  private static SyncOrder order(String commit) {
    return new SyncOrder(Shop.TARGET, commit, Optional.empty(), true, 2);
  }

  private static RevisionRef revision(String commit) {
    return new RevisionRef(commit, Shop.revision(commit), Optional.empty());
  }

  private static List<Manifest> path(String greeting, Object failsEvery) {
    List<Manifest> objects = new ArrayList<>();
    objects.add(
        Shop.json(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"shop"},
             "spec":{"replicas":2,"selector":{"matchLabels":{"app":"shop"}},
              "template":{"metadata":{"labels":{"app":"shop"}},
               "spec":{"containers":[{"name":"shop","image":"shop@sha256:%s",
                "command":["$(JAVA_HOME)/bin/java","-XX:TieredStopAtLevel=1","-XX:+UseSerialGC","-Xshare:auto","-Xmx64m",
                           "-cp","%s","dev.slipway.rollout.TinyService"],
                "readinessProbe":{"httpGet":{"path":"/health"},"periodSeconds":1},
                "envFrom":[{"configMapRef":{"name":"shop"}}]}]}}}}
            """
                .formatted("ab".repeat(32), testClasses())));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"shop"},
             "spec":{"selector":{"app":"shop"},"ports":[{"port":80}]}}
            """));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"shop"},
             "spec":{"parentRefs":[{"name":"gateway"}],"rules":[{"backendRefs":[{"name":"shop","port":80}]}]}}
            """));
    objects.add(
        Shop.json(
            """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shop"},
             "data":{"GREETING":"%s","FAILS_EVERY":"%s"}}
            """
                .formatted(greeting, failsEvery)));
    return objects;
  }

  private static Path testClasses() {
    try {
      return Path.of(TinyService.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
