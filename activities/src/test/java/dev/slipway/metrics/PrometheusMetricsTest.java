package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.delivery.Baseline;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.temporal.SlipwayDataConverter;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusMetricsTest {

  private StubPrometheus stub;
  private PrometheusMetrics metrics;

  @BeforeEach
  void startAServer() throws IOException {
    stub = StubPrometheus.start();
    metrics =
        new PrometheusMetrics(
            new PrometheusHttp(stub.binding()), QueryPreset.TRAEFIK.queries(), Clock.systemUTC());
    stub.samples(60);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void readsBothVersionsInOneQuery() {
    gateway(1, 100, 10);

    Observation observation = read(2);

    assertThat(observation.stable())
        .contains(new VersionCounters(100, 0, 100, List.of(new Bucket(0.1, 90))));
    assertThat(observation.canary())
        .contains(new VersionCounters(10, 0, 10, List.of(new Bucket(0.1, 9))));
    assertThat(observation.incomplete()).isEmpty();
    assertThat(stub.query())
        .contains(
            "sum by (instance, pod) (max without (job, prometheus, prometheus_replica, replica)"
                + " (traefik_service_requests_total{service=~\"shops-shop-http-[0-9]+@kubernetesgateway\"}))",
            "service=~\"shops-shop-canary-http-[0-9]+@kubernetesgateway\",code=~\"5..\"",
            "le=~\"0\\\\.10*|\\\\+Inf\"",
            "timestamp(");
    assertThat(stub.query()).doesNotContain("rate(", "increase(");
  }

  /** How often is scraped is told by stable, which was there before. */
  @Test
  void readsAFreshBaselineInStablesPlace() {
    MetricOrder order = Orders.small();

    metrics.read(
        new MetricOrder(
            order.target(), order.route().withBaseline(Baseline.FRESH), order.metrics()));

    assertThat(stub.query())
        .contains(
            "traefik_service_requests_total{service=~\"shops-shop-baseline-http-",
            "traefik_service_requests_total{service=~\"shops-shop-canary-http-",
            "max(count_over_time(traefik_service_requests_total{service=~\"shops-shop-http-")
        .doesNotContain(
            "count_over_time(traefik_service_requests_total{service=~\"shops-shop-baseline");
  }

  @Test
  void countsIncrementsBetweenTwoScrapes() {
    gateway(1, 100, 10);
    Observation settled = settled(read(2));
    stub.forget();
    stub.samples(60);
    gateway(11, 190, 21);

    assertThat(read(12).since(settled))
        .isEqualTo(
            new Interval.Counted(
                new VersionCounters(11, 0, 11, List.of(new Bucket(0.1, 10))),
                new VersionCounters(90, 0, 90, List.of(new Bucket(0.1, 81)))));
  }

  @Test
  void beginsABlockOnlyWithWhatWasScrapedAtTheWeight() {
    gateway(1, 100, 10);
    Observation first = read(3);
    stub.forget();
    stub.samples(60);
    gateway(6, 150, 15);

    Interval early = read(7).since(first);

    assertThat(early).isInstanceOf(Interval.NotYet.class);
    Observation from = ((Interval.NotYet) early).from();
    assertThat(from.stable().orElseThrow().requests()).isEqualTo(150);
    stub.forget();
    stub.samples(60);
    gateway(11, 180, 19);
    assertThat(read(12).since(from))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> assertThat(counted.stable().requests()).isEqualTo(30));
  }

  @Test
  void waitsWhileNothingWasScrapedAgain() {
    gateway(1, 100, 10);
    Observation settled = settled(read(2));

    assertThat(read(4).since(settled))
        .isEqualTo(new Interval.NotYet("the instances were not read again yet", settled));
  }

  @Test
  void takesOlderNumbersForNone() {
    gateway(5, 100, 10);
    Observation settled = settled(read(6));
    stub.forget();
    stub.samples(60);
    gateway(3, 80, 8);

    assertThat(read(8).since(settled)).isInstanceOf(Interval.NotYet.class);
  }

  @Test
  void missesWhatIsNotScrapedAnyMore() {
    gateway(1, 100, 10);
    Observation settled = settled(read(2));

    assertThat(read(200).since(settled))
        .isInstanceOfSatisfying(
            Interval.Invalid.class,
            invalid -> assertThat(invalid.reason()).contains("nothing was counted for the canary"));
  }

  @Test
  void leavesABlockOutInWhichAnInstanceWasRestarted() {
    gateway(1, 100, 10);
    Observation settled = settled(read(2));
    stub.forget();
    stub.samples(60);
    gateway(6, 130, 2);

    assertThat(read(7).since(settled))
        .isEqualTo(new Interval.Invalid("a counter of gw-0 went backwards: it was restarted", 0));
  }

  @Test
  void countsAVersionFromZeroThatIsNewInAKnownGateway() {
    stub.counts(Version.STABLE, "gw-0", 1, 100, 0, 90);
    Observation settled = settled(read(2));
    stub.forget();
    stub.samples(60);
    gateway(6, 150, 7);

    assertThat(read(7).since(settled))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> assertThat(counted.canary().requests()).isEqualTo(7));
  }

  @Test
  void countsAnInstanceThatComesBackOnlyFromThenOn() {
    gateway(1, 100, 10);
    Observation settled = settled(read(2));
    stub.forget();
    stub.samples(60);
    gateway(6, 150, 15);
    stub.counts(Version.STABLE, "gw-1", 6, 9000, 900, 0);

    assertThat(read(7).since(settled))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> {
              assertThat(counted.stable().requests()).isEqualTo(50);
              assertThat(counted.stable().errors()).isZero();
            });
  }

  @Test
  void makesBlocksFourTimesAsLongAsTheVersionsAreScrapedApart() {
    pods(1, 9, 100, 10);
    Observation settled = settled(read(10));
    stub.forget();
    stub.samples(20);
    pods(16, 24, 200, 20);

    assertThat(read(26).since(settled))
        .isEqualTo(
            new Interval.NotYet(
                "both versions are read up to 8.0 s apart, so that a block lasts 32 s", settled));
    stub.forget();
    stub.samples(20);
    pods(31, 39, 300, 30);
    assertThat(read(43).since(settled))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> assertThat(counted.canary().requests()).isEqualTo(20));
  }

  @Test
  void tellsHowAGatewaySharedTheRequestsButNotWhatPodsMayHaveGotByOtherWays() {
    gateway(1, 100, 10);
    Observation atGateway = settled(read(2));
    stub.forget();
    stub.samples(60);
    gateway(11, 190, 20);
    assertThat(read(12).split(atGateway)).contains(new Split(10, 90));

    stub.forget();
    stub.samples(60);
    pods(1, 1, 100, 10);
    Observation inPods = settled(read(2));
    stub.forget();
    stub.samples(60);
    pods(11, 11, 190, 20);
    assertThat(read(12).split(inPods)).isEmpty();
  }

  @Test
  void tellsPodsApartWhereServicesCountThemselvesButNotByAGatewaysCounters() {
    threePods(1, 100, 0);
    Observation before = settled(read(2));
    stub.forget();
    stub.samples(60);
    threePods(6, 200, 7);

    assertThat(read(7).since(before))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> {
              assertThat(counted.pods().canary()).containsOnlyKeys("c-1", "c-2");
              assertThat(counted.pods().stable()).containsOnlyKeys("s-1");
              assertThat(counted.canary().errors()).isEqualTo(7);
              assertThat(counted.canaryWithout("c-1"))
                  .isEqualTo(new VersionCounters(100, 0, 100, List.of(new Bucket(0.1, 100))));
            });

    stub.forget();
    stub.samples(60);
    gateway(1, 100, 10);
    Observation atGateway = settled(read(2));
    stub.forget();
    stub.samples(60);
    gateway(11, 190, 21);
    assertThat(read(12).since(atGateway))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> assertThat(counted.pods()).isEqualTo(PodCounters.UNKNOWN));
  }

  private void threePods(double scraped, long each, long errors) {
    stub.counts(Version.STABLE, "s-1", scraped, each, 0, each);
    stub.counts(Version.CANARY, "c-1", scraped, each, errors, each);
    stub.counts(Version.CANARY, "c-2", scraped, each, 0, each);
  }

  @Test
  void takesNoSeriesOfAFailureForNone() {
    stub.value(Version.STABLE, "requests", "gw-0", "", 100);
    stub.value(Version.STABLE, "latency", "gw-0", "0.1", 90);
    stub.value(Version.STABLE, "latency", "gw-0", "+Inf", 100);
    stub.scraped("gw-0", 1);

    Observation observation = read(2);

    assertThat(observation.stable().orElseThrow().errors()).isZero();
    assertThat(observation.incomplete()).isEmpty();
  }

  @Test
  void doesNotTakeAnEmptyAnswerForZero() {
    Observation observation = read(2);

    assertThat(observation.canary()).isEmpty();
    assertThat(observation.stable()).isEmpty();
    assertThat(read(9).since(observation)).isInstanceOf(Interval.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "+Inf", "-Inf", "", "many", "-3"})
  void doesNotTakeForANumberWhatIsNone(String value) {
    stub.value(Version.STABLE, "requests", "gw-0", "", value);

    assertThatThrownBy(() -> read(2)).hasMessageContaining(value);
  }

  @Test
  void refusesASeriesThatIsThereTwice() {
    gateway(1, 100, 10);
    stub.value(Version.STABLE, "errors", "gw-0", "", 7);

    assertThatThrownBy(() -> read(2))
        .hasMessageContaining("metric errors of stable", "has a series twice");
  }

  @Test
  void namesALatencyWithoutTheBoundary() {
    stub.value(Version.STABLE, "requests", "gw-0", "", 100);
    stub.value(Version.STABLE, "latency", "gw-0", "+Inf", 100);

    assertThat(read(2).stable().orElseThrow().slowerThan(0.1)).isEmpty();
  }

  @Test
  void keepsAnObservationInACheckpoint() throws IOException {
    pods(1, 9, 100, 10);
    Observation observation = read(10);
    ObjectMapper mapper = SlipwayDataConverter.mapper();

    assertThat(mapper.readValue(mapper.writeValueAsString(observation), Observation.class))
        .isEqualTo(observation);
  }

  @Test
  void readsAnObservationThatAnOlderWorkerHasKept() throws IOException {
    String old =
        """
        {"at":1.5,"counter":"run 1","canary":null,
         "stable":{"requests":5,"errors":0,"timed":5,"buckets":[{"upTo":0.1,"count":5}]}}
        """;

    Observation observation = SlipwayDataConverter.mapper().readValue(old, Observation.class);

    assertThat(observation.stable())
        .contains(new VersionCounters(5, 0, 5, List.of(new Bucket(0.1, 5))));
    assertThat(observation.incomplete()).isEmpty();
  }

  @Test
  void keepsTheCountersOfAHundredInstancesSmall() throws IOException {
    for (int i = 0; i < 50; i++) {
      stub.counts(Version.STABLE, "10.244.0." + i + ":8080", 1, 1_000_000 + i, 1000, 900_000);
      stub.counts(Version.CANARY, "10.244.1." + i + ":8080", 1, 1_000_000 + i, 1000, 900_000);
    }

    assertThat(SlipwayDataConverter.mapper().writeValueAsBytes(read(2))).hasSizeLessThan(30_000);
  }

  /** One gateway that counts both versions, a tenth of them slowly. */
  private void gateway(double scraped, long stable, long canary) {
    stub.counts(Version.STABLE, "gw-0", scraped, stable, 0, stable - stable / 10);
    stub.counts(Version.CANARY, "gw-0", scraped, canary, 0, canary - canary / 10);
  }

  /** A pod of each version. */
  private void pods(double stableScraped, double canaryScraped, long stable, long canary) {
    stub.counts(Version.STABLE, "pod-1", stableScraped, stable, 0, stable);
    stub.counts(Version.CANARY, "pod-2", canaryScraped, canary, 0, canary);
  }

  private Observation read(double seconds) {
    stub.at(seconds);
    return metrics.read(Orders.small());
  }

  /** As if the weight had been in force for long. */
  private static Observation settled(Observation observation) {
    InstanceReadings readings = Objects.requireNonNull(observation.instances());
    return observation.with(
        new InstanceReadings(
            readings.evaluatedAt(),
            readings.weightSince().minusSeconds(3600),
            readings.interval(),
            readings.skew(),
            readings.canary(),
            readings.stable()));
  }
}
