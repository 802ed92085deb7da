package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Releases of a service on a real Kubernetes, through the worker as it ships: real images from a
 * real registry, real pods, and people who come through a real gateway all the time.
 */
@Tag("lab")
@Isolated("its analysis is not to be disturbed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KubernetesE2E {

  /** Prints one line and ends with success. */
  private static final String GOOD = "image: 'localhost/coredns:1', args: ['-version']";

  /** Prints one line and ends with code 1. */
  private static final String BAD = "image: 'localhost/echo:1', env: [{name: FAIL, value: exit}]";

  private @Nullable EchoStage stage;

  @BeforeAll
  void startAStackThatServesTheCluster() throws IOException {
    Skipping.when(RealCluster.objection(), KubernetesE2E.class);
    stage = EchoStage.byGateway("echo");
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  @Order(1)
  void promotesAReleaseWithoutOneUnansweredRequest() {
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseKey release = shop().push(1, 0);

      ReleaseResult result = shop().end(release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(1);
      assertThat(Git.trailers(shop().config(), "Slipway-Release"))
          .containsExactly(release.toString());
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  @Order(2)
  void rollsARegressedReleaseBackInClusterAndGit() {
    String before = shop().tree();
    try (Visitors visitors = new Visitors(shop().url());
        Visitors more = new Visitors(shop().url())) {
      ReleaseResult result = shop().end(shop().push(2, 0.4));

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
      Patience.untilTrue(
          "the branch is restored", () -> shop().tree().equals(before), () -> shop().tree());
      shop().requireAtRest(1);
      assertThat(environment().history().getFirst().kind())
          .isEqualTo(EnvironmentOutcome.Kind.ROLLED_BACK);
      assertThat(visitors.unanswered() + more.unanswered()).isZero();
    }
  }

  @Test
  @Order(3)
  void healsWhatAPersonDoesWithKubectl() {
    String deployment = "deployment/" + shop().name();
    healed(
        "scale",
        () -> RealCluster.kubectl("-n", shop().name(), "scale", deployment, "--replicas=4"),
        () -> shop().get(deployment, ".spec.replicas").equals("2"));
    healed(
        "edit",
        () ->
            RealCluster.edit(
                shop().name(), "service/" + shop().name(), "s/targetPort: http$/targetPort: 8080/"),
        () -> shop().get("service/" + shop().name(), ".spec.ports[0].targetPort").equals("http"));
    healed(
        "edit of a port's number",
        () ->
            RealCluster.edit(
                shop().name(), "service/" + shop().name(), "s/ port: 80$/ port: 8000/"),
        () -> shop().get("service/" + shop().name(), ".spec.ports[*].port").equals("80"));
    healed(
        "set env",
        () -> RealCluster.kubectl("-n", shop().name(), "set", "env", deployment, "ERRORS=1"),
        () -> shop().get(deployment, ".spec.template.spec.containers[0].env").isEmpty());
    healed(
        "delete",
        () -> RealCluster.kubectl("-n", shop().name(), "delete", "service", shop().name()),
        () -> shop().objects().contains("service/" + shop().name()));
    shop().requireAtRest(1);
  }

  @Test
  @Order(4)
  void leavesAFieldToAProgramThatSetsItAgainAndAgainAndSaysWho() {
    String service = "service/" + shop().name();
    try (Rival rival = new Rival(shop(), 3)) {
      Patience.untilTrue(
          "the fight is seen", () -> !environment().contests().isEmpty(), this::environment);
      Patience.untilTrue("the rival has its way", rival::hasItsWay, this::environment);
      assertThat(status())
          .contains(
              "Deployment/" + shop().name() + ": spec.replicas is set again and again by scaler:",
              "healed 5 times within 10 min");
      int applied = rival.applied();
      // At first, and after each heal: of the five, a person's scale before may have been one.
      assertThat(applied).isBetween(5, 6);

      healed(
          "edit beside a fight",
          () -> RealCluster.edit(shop().name(), service, "s/targetPort: http$/targetPort: 8080/"),
          () -> shop().get(service, ".spec.ports[0].targetPort").equals("http"));
      assertThat(rival.applied()).isEqualTo(applied);
      assertThat(rival.hasItsWay()).isTrue();
    }

    stage().stack().slipway().run("environment", "sync", "production", shop().name()).required();

    Patience.untilTrue(
        "a person's sync heals it at once",
        () ->
            environment().contests().isEmpty()
                && shop().get("deployment/" + shop().name(), ".spec.replicas").equals("2"),
        this::environment);
  }

  private String status() {
    return stage()
        .stack()
        .slipway()
        .run("environment", "status", "production", shop().name())
        .required();
  }

  @Test
  @Order(5)
  void runsEachJobOnceForARevisionBeforeItsCanaryAndAfterItsPromotion() {
    String commit =
        shop()
            .commit(
                "jobs.yaml",
                job("migrate", "pre-sync", GOOD) + "---\n" + job("smoke", "post-sync", GOOD),
                "Migrate before, look after");
    assertThat(shop().outcome(commit).kind()).isEqualTo(EnvironmentOutcome.Kind.PROMOTED);
    List<String> before = jobs();
    assertThat(before).hasSize(2);

    // Missing data is never a pass: somebody has to come.
    try (Visitors visitors = new Visitors(shop().url())) {
      ReleaseResult result = shop().end(shop().push(3, 0));

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      shop().requireAtRest(3);
      assertThat(visitors.unanswered()).isZero();
    }
    List<String> jobs = jobs().stream().filter(job -> !before.contains(job)).toList();
    assertThat(jobs).hasSize(2);
    String migrate = only(jobs, "migrate-");
    String smoke = only(jobs, "smoke-");
    assertThat(shop().get("job/" + migrate, ".status.succeeded")).isEqualTo("1");
    assertThat(shop().get("job/" + smoke, ".status.succeeded")).isEqualTo("1");
    // Between them lies the whole canary: its step takes 3 s at least, its soak another 3.
    Duration between =
        Duration.between(
            Instant.parse(shop().get("job/" + migrate, ".status.completionTime")),
            Instant.parse(shop().get("job/" + smoke, ".status.startTime")));
    assertThat(between).isGreaterThan(Duration.ofSeconds(6));
  }

  @Test
  @Order(6)
  void aJobThatFailsEndsAPersonsChangeBeforeAnyTrafficMoves() {
    String before = shop().tree();
    String commit =
        shop().commit("jobs.yaml", job("migrate", "pre-sync", BAD), "A migration that fails");

    EnvironmentOutcome outcome = shop().outcome(commit);

    assertThat(outcome.kind()).isEqualTo(EnvironmentOutcome.Kind.ROLLED_BACK);
    assertThat(outcome.reason()).contains("migrate", "no database: FAIL=exit");
    Patience.untilTrue(
        "the branch is restored", () -> shop().tree().equals(before), () -> shop().tree());
    shop().requireAtRest(3);
  }

  private List<String> jobs() {
    return RealCluster.kubectl(
            "-n", shop().name(), "get", "jobs", "-l", "slipway.dev/hook-name", "-o", "name")
        .lines()
        .map(line -> line.substring(line.indexOf('/') + 1))
        .toList();
  }

  private static String only(List<String> jobs, String prefix) {
    List<String> found = jobs.stream().filter(job -> job.startsWith(prefix)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String job(String name, String occasion, String container) {
    return """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
          annotations: {slipway.dev/hook: %s}
        spec:
          activeDeadlineSeconds: 60
          backoffLimit: 0
          template:
            spec:
              restartPolicy: Never
              containers: [{name: main, %s}]
        """
        .formatted(name, occasion, container);
  }

  private void healed(String what, Runnable change, BooleanSupplier condition) {
    change.run();
    long begun = System.nanoTime();
    Patience.untilTrue("kubectl " + what + " is healed", condition, this::environment);
    System.out.println(
        "kubectl "
            + what
            + " was healed after "
            + Duration.ofNanos(System.nanoTime() - begun).toMillis()
            + " ms");
  }

  private EnvironmentStatus environment() {
    return shop().environment().orElseThrow();
  }

  private EchoShop shop() {
    return stage().shop();
  }

  private EchoStage stage() {
    if (stage == null) {
      throw new IllegalStateException("there is no stage");
    }
    return stage;
  }
}
