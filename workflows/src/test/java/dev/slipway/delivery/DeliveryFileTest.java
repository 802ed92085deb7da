package dev.slipway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.document.CorpusFile;
import dev.slipway.document.Problem;
import dev.slipway.document.TextMutation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryFileTest {

  private static final CorpusFile ALL_FIELDS = CorpusFile.in("delivery/accepted").getFirst();

  @Test
  void readsEveryField() {
    Delivery delivery = parsed(ALL_FIELDS.text());

    assertThat(delivery.service()).isEqualTo("checkout");
    assertThat(delivery.workload()).isEqualTo("checkout-web");
    assertThat(delivery.build())
        .isEqualTo(
            new BuildSpec(
                "./mvnw -B -q package",
                new ArtifactSpec.ImageArtifact("registry.example.com/payments/checkout"),
                Duration.ofMinutes(20)));
    assertThat(delivery.tests())
        .containsExactly(
            new TestSuite(
                "unit",
                "./mvnw -B test\n./mvnw -B verify\n",
                Optional.of("target/surefire-reports"),
                Duration.ofMinutes(15)),
            new TestSuite("contract", "./contract.sh", Optional.empty(), Duration.ofMinutes(30)));
    assertThat(delivery.environments().getFirst())
        .isEqualTo(
            new EnvironmentPlan(
                "production",
                Mode.DELIVERY,
                new ApprovalRule(
                    2, List.of("payments-leads", "ada@example.com"), Duration.ofHours(60), true),
                SlotPolicy.QUEUE,
                new RolloutPlan(
                        List.of(new Percent(0.5), new Percent(5), new Percent(25), new Percent(50)),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(90),
                        OnInconclusive.ROLLBACK,
                        Duration.ofHours(12),
                        Duration.ofSeconds(90),
                        Duration.ofMinutes(5),
                        new AnalysisRules(
                            0.005,
                            Duration.ofSeconds(10),
                            Duration.ofMinutes(2),
                            List.of(
                                new MetricRule(
                                    "errors",
                                    MetricRule.Kind.ERROR_RATE,
                                    0.0025,
                                    Optional.of(0.01),
                                    List.of()),
                                new MetricRule(
                                    "latency",
                                    MetricRule.Kind.LATENCY,
                                    0.03,
                                    Optional.empty(),
                                    List.of(0.05, 0.25, 1.0, 2.5))),
                            true,
                            Optional.of(new ExpectedTraffic(600, 0.002))))
                    .withFirstHold(Optional.of(Duration.ofSeconds(30)))));
  }

  @Test
  void readsMetricsOfAServicesOwn() {
    CorpusFile file =
        CorpusFile.in("delivery/accepted").stream()
            .filter(each -> each.name().contains("custom-metrics"))
            .findFirst()
            .orElseThrow();

    List<MetricRule> metrics =
        parsed(file.text()).environments().getFirst().rollout().analysis().metrics();

    assertThat(metrics.get(0).weight()).isEqualTo(2);
    assertThat(metrics.get(1).tolerance()).isEqualTo(0.01);
    assertThat(metrics.get(1).worse()).isEqualTo(MetricRule.Worse.HIGHER);
    assertThat(metrics.get(1).counters().orElseThrow().total())
        .isEqualTo("payments_total{namespace=\"{{namespace}}\", pod=~\"{{pods}}\"}");
    assertThat(metrics.get(2).worse()).isEqualTo(MetricRule.Worse.LOWER);
    assertThat(metrics.get(2).histogram().orElseThrow().bounds())
        .containsExactly(-1.0, 9.99, 50.0, 100.0);
  }

  @Test
  void holdsTheFirstStepForHalfAMinuteUnlessTheOthersAreShorter() {
    assertThat(firstHold("{minimumHold: 2m}")).isEqualTo(Duration.ofSeconds(30));
    assertThat(firstHold("{minimumHold: 3s}")).isEqualTo(Duration.ofSeconds(3));
    assertThat(firstHold("{steps: [1%, 50%]}")).isEqualTo(Duration.ofSeconds(30));
    assertThat(firstHold("{firstHold: 5s, minimumHold: 2m}")).isEqualTo(Duration.ofSeconds(5));
  }

  private static Duration firstHold(String canary) {
    String text =
        """
        apiVersion: slipway.dev/v1
        service: checkout
        build: {run: make, artifact: {file: out}}
        environments: [{name: production, rollout: {canary: %s}}]
        """
            .formatted(canary);
    return parsed(text).environments().getFirst().rollout().leastHold(0);
  }

  @Test
  void waitsForNothingToWarmUpBesideAFreshBaseline() {
    assertThat(rollout(", rollout: {canary: {baseline: fresh}}").analysis().warmUp()).isZero();
    assertThat(
            rollout(", rollout: {canary: {baseline: fresh}, analysis: {block: 1s}}")
                .analysis()
                .warmUp())
        .isZero();
    assertThat(
            rollout(", rollout: {canary: {baseline: fresh}, analysis: {warmUp: 7s}}")
                .analysis()
                .warmUp())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(rollout(", rollout: {canary: {baseline: stable}}")).isEqualTo(rollout(""));
  }

  @Test
  void refusesAFreshBaselineOfAWorkloadWhoseNameLeavesNoRoomForIt() {
    String text =
        smallest(", rollout: {canary: {baseline: fresh}}")
            .replace("service: checkout", "service: checkout\nworkload: " + "w".repeat(55));

    assertThat(DeliveryFile.parse(text, "delivery.yaml").problems())
        .extracting(Problem::toString)
        .containsExactly(
            "delivery.yaml:3: workload: must have at most 54 characters where a baseline is fresh"
                + " (environment 'production'): its objects are called <workload>-baseline");
    assertThat(parsed(text.replace("fresh", "stable")).workload()).hasSize(55);
  }

  @Test
  void takesAnAliasForAWholeValue() {
    List<EnvironmentPlan> environments = parsed(ALL_FIELDS.text()).environments();

    assertThat(environments.get(2).rollout()).isEqualTo(environments.get(1).rollout());
  }

  @Test
  void takesTheDefaultsOfTheRecordsWhereTheFileSaysNothing() {
    Delivery delivery = parsed(smallest(""));

    assertThat(delivery.workload()).isEqualTo("checkout");
    assertThat(delivery.tests()).isEmpty();
    assertThat(delivery.build().timeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(delivery.environments()).containsExactly(EnvironmentPlan.defaults("production"));
  }

  @Test
  void advancesWhenNothingIsProvenInDeploymentModeUnlessTheFileSaysOtherwise() {
    assertThat(rollout(", mode: deployment").onInconclusive()).isEqualTo(OnInconclusive.ADVANCE);
    assertThat(rollout(", mode: deployment, rollout: {canary: {steps: [5%]}}").onInconclusive())
        .isEqualTo(OnInconclusive.ADVANCE);
    assertThat(
            rollout(", mode: deployment, rollout: {canary: {onInconclusive: hold}}")
                .onInconclusive())
        .isEqualTo(OnInconclusive.HOLD);
    assertThat(rollout("").onInconclusive()).isEqualTo(OnInconclusive.HOLD);
  }

  @Test
  void readsWindowsLineEndsAndAByteOrderMark() {
    String text = "\uFEFF" + ALL_FIELDS.text().replace("\n", "\r\n");

    assertThat(parsed(text)).isEqualTo(parsed(ALL_FIELDS.text()));
  }

  @Test
  void holdsNoStandInAgainstAnotherField() {
    String canary = ", rollout: {canary: {minimumHold: 1 hour, maximumHold: 5s}}";

    assertThat(DeliveryFile.parse(smallest(canary), "delivery.yaml").problems())
        .extracting(problem -> problem.fieldPath())
        .containsExactly("environments[0].rollout.canary.minimumHold");
  }

  @ParameterizedTest
  @EnumSource
  void templateIsValidAndNeedsNoAdvice(BuildTool tool) {
    String text = DeliveryTemplate.first(new ProjectFacts("checkout-api", tool));

    Delivery delivery = parsed(text);
    assertThat(delivery.service()).isEqualTo("checkout-api");
    assertThat(delivery.environments())
        .extracting(EnvironmentPlan::mode)
        .containsExactly(Mode.DEPLOYMENT, Mode.DELIVERY);
    assertThat(DeliveryFile.advice(delivery)).isEmpty();
    assertThat(text.lines()).allMatch(line -> line.length() <= 110 && !line.endsWith(" "));
  }

  @Test
  void templateBuildsWithWhatTheRepositoryIsBuiltWith() {
    assertThat(parsed(DeliveryTemplate.first(new ProjectFacts("a", BuildTool.NPM))).build().run())
        .isEqualTo(
            "npm ci\nnpm run build --if-present\n"
                + "tar -czf a.tar.gz --exclude=./a.tar.gz --exclude=./.git .\n");
    assertThat(parsed(DeliveryTemplate.first(new ProjectFacts("a", BuildTool.GO))).build().run())
        .startsWith("CGO_ENABLED=0 go build");
  }

  @Test
  void aFoldersNameBecomesTheServices() {
    assertThat(ProjectFacts.ofFolder("My Shop_2", BuildTool.NONE).service()).isEqualTo("my-shop-2");
    assertThat(ProjectFacts.ofFolder("…", BuildTool.NONE).service()).isEqualTo("service");
    assertThat(ProjectFacts.ofFolder("x".repeat(55) + "-y", BuildTool.NONE).service())
        .isEqualTo("x".repeat(55));
  }

  @Test
  void advisesOnWhatIsHardlyMeant() {
    Delivery delivery =
        parsed(
            smallest(
                ", mode: deployment, rollout: {canary: {steps: [50%], soak: 0s}, analysis:"
                    + " {metrics: [{name: slow, kind: latency}]}}"));

    assertThat(DeliveryFile.advice(delivery))
        .extracting(advice -> advice.substring(0, advice.indexOf(':')))
        .containsExactly(
            "tests",
            "environments[0].rollout.analysis.metrics",
            "environments[0].rollout.canary.soak",
            "environments[0].rollout.canary.steps");
  }

  @Test
  void advisesOnARolloutThatItsReleaseDoesNotLiveToSeeTheEndOf() {
    Delivery delivery =
        parsed(smallest(", mode: delivery, rollout: {canary: {soak: 5d, decisionDeadline: 3d}}"));

    assertThat(DeliveryFile.advice(delivery))
        .contains(
            "environments[0].rollout.canary: may take 8d40m in all, but a release waits 7d for its"
                + " end, then fails although the rollout goes on");
    assertThat(
            DeliveryFile.advice(
                parsed(smallest(", mode: deployment, rollout: {canary: {soak: 6d}}"))))
        .noneMatch(advice -> advice.contains("a release waits"));
  }

  @Test
  void advisesOnAToleranceThatNoTrafficCanProve() {
    Delivery delivery =
        parsed(
            smallest(
                ", rollout: {canary: {maximumHold: 5m}, analysis: {metrics: [{name: errors, kind:"
                    + " error-rate, tolerance: 0.05%}, {name: latency, kind: latency}]}}"));

    assertThat(DeliveryFile.advice(delivery))
        .filteredOn(advice -> advice.contains("tolerance"))
        .containsExactly(
            "environments[0].rollout.analysis.metrics[0].tolerance: a step at 10% takes about 10m"
                + " to prove 0.05% at 100 requests/s, about 1h40m at 10 and about 17h at 1, but"
                + " maximumHold is 5m: choose a larger one, or onInconclusive always decides");
  }

  @Test
  void saysWhatTheExpectedTrafficCanProve() {
    assertThat(power("perMinute: 6000", "10m"))
        .containsExactly(
            "at 6000 requests a minute, 0.1% of which usually fail, these steps find a canary with"
                + " 0.18% of errors or more, within about 46m, and ten times the usual ones after"
                + " about 2m");
    assertThat(power("perMinute: 60, errorRate: 0.5%", "5m"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("a step at 10% takes about 1h40m to prove 0.5% of metric errors")
        .endsWith(
            ", but maximumHold is 5m: choose a larger tolerance, or onInconclusive always decides");
    assertThat(power("perMinute: 1", "5m").getFirst())
        .contains("with 61% of errors or more", "; ten times the usual ones they do not find");
  }

  @Test
  void saysWhatLessTrafficOnBothSidesCanProve() {
    RolloutPlan fresh = rollout(", rollout: {canary: {baseline: fresh}}");

    assertThat(new PlanPower(fresh, new ExpectedTraffic(6000, 0.001)).findings())
        .containsExactly(
            "at 6000 requests a minute, 0.1% of which usually fail, these steps find a canary with"
                + " 0.19% of errors or more, within about 46m, and ten times the usual ones after"
                + " about 4m");
  }

  private static List<String> power(String traffic, String maximumHold) {
    String field = "environments[0].rollout.analysis.expectedTraffic: ";
    return DeliveryFile.advice(
            parsed(
                smallest(
                    ", rollout: {canary: {maximumHold: %s}, analysis: {expectedTraffic: {%s}}}"
                        .formatted(maximumHold, traffic))))
        .stream()
        .filter(advice -> advice.startsWith(field))
        .map(advice -> advice.substring(field.length()))
        .toList();
  }

  @Test
  void advisesOnARollingUpdateThatNobodyWatches() {
    Delivery delivery = parsed(smallest(", mode: deployment, rollout: {rolling: {watch: 0s}}"));

    assertThat(DeliveryFile.advice(delivery))
        .extracting(advice -> advice.substring(0, advice.indexOf(':')))
        .containsExactly(
            "tests", "environments[0].rollout.rolling", "environments[0].rollout.rolling.watch");
  }

  @Property(tries = 1500)
  void neverThrowsWhateverBecomesOfTheText(@ForAll long seed) {
    String text = TextMutation.of(ALL_FIELDS.text(), seed);

    DeliveryReading reading = DeliveryFile.parse(text, "delivery.yaml");

    assertThat(reading.delivery().isPresent()).isEqualTo(reading.problems().isEmpty());
    int lines = text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
    assertThat(reading.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.line()).isBetween(1, lines + 1);
              assertThat(problem.message()).isNotBlank();
            })
        .isSortedAccordingTo(java.util.Comparator.comparingInt(problem -> problem.line()));
  }

  @Property(tries = 300)
  void neverThrowsOnAnyText(@ForAll String text) {
    assertThat(DeliveryFile.parse(text, "delivery.yaml").problems()).isNotEmpty();
  }

  private static RolloutPlan rollout(String more) {
    return parsed(smallest(more)).environments().getFirst().rollout();
  }

  private static String smallest(String more) {
    return """
    apiVersion: slipway.dev/v1
    service: checkout
    build: {run: make, artifact: {file: bin/checkout}}
    environments: [{name: production%s}]
    """
        .formatted(more);
  }

  private static Delivery parsed(String text) {
    DeliveryReading reading = DeliveryFile.parse(text, "delivery.yaml");
    assertThat(reading.problems()).isEmpty();
    return reading.delivery().orElseThrow();
  }
}
