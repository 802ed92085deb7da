package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.traffic.Route;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GatewayScrapeTest {

  private static final Route ROUTE = new Route("shops", "shop", "shop", "shop-canary");

  private static final String TEXT =
      """
      # HELP gateway_requests_total Requests.
      # TYPE gateway_requests_total counter
      gateway_start_time_seconds 1.7e9
      gateway_requests_total{namespace="shops",route="shop",backend="shop",code="200"} 900
      gateway_requests_total{namespace="shops",route="shop",backend="shop",code="404"} 50
      gateway_requests_total{namespace="shops",route="shop",backend="shop",code="503"} 3
      gateway_requests_total{namespace="shops",route="shop",backend="shop",code="500"} 1
      gateway_requests_total{namespace="shops",route="shop",backend="shop-canary",code="200"} 100 1700000000000
      gateway_requests_total{namespace="other",route="shop",backend="shop",code="500"} 7777
      gateway_requests_total{namespace="shops",route="other",backend="shop",code="500"} 7777
      gateway_request_duration_seconds_bucket{namespace="shops",route="shop",backend="shop",le="0.1"} 940
      gateway_request_duration_seconds_bucket{namespace="shops",route="shop",backend="shop",le="0.05"} 800
      gateway_request_duration_seconds_bucket{namespace="shops",route="shop",backend="shop",le="+Inf"} 954
      gateway_request_duration_seconds_count{namespace="shops",route="shop",backend="shop"} 954
      gateway_request_duration_seconds_sum{namespace="shops",route="shop",backend="shop"} 12.5
      something_else{a="b \\" } c"} NaN
      """;

  @Test
  void readsBothVersionsFromOneScrape() {
    Observation observation = scrape(TEXT);

    VersionCounters stable = observation.stable().orElseThrow();
    assertThat(stable.requests()).isEqualTo(954);
    assertThat(stable.errors()).isEqualTo(4);
    assertThat(stable.buckets()).containsExactly(new Bucket(0.05, 800), new Bucket(0.1, 940));
    assertThat(stable.slowerThan(0.05)).isEqualTo(OptionalLong.of(154));
    assertThat(stable.slowerThan(0.3)).isEmpty();
  }

  @Test
  void tellsWhatEachPodHasCountedSince() {
    String pods =
        """
        gateway_pod_requests_total{namespace="shops",route="shop",backend="shop-canary",pod="c-1",code="200"} %d
        gateway_pod_requests_total{namespace="shops",route="shop",backend="shop-canary",pod="c-1",code="500"} 2
        gateway_pod_requests_total{namespace="shops",route="shop",backend="shop",pod="s-1",code="200"} 900
        gateway_pod_request_duration_seconds_bucket{namespace="shops",route="shop",backend="shop-canary",pod="c-1",le="0.1"} 40
        gateway_pod_request_duration_seconds_count{namespace="shops",route="shop",backend="shop-canary",pod="c-1"} 52
        """;
    Observation before = scrape(TEXT + pods.formatted(50));
    Observation after = scrape(TEXT + pods.formatted(60));

    assertThat(after.since(before))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> {
              assertThat(counted.pods().canary().get("c-1"))
                  .isEqualTo(new VersionCounters(10, 0, 0, List.of(new Bucket(0.1, 0))));
              assertThat(counted.pods().stable()).containsOnlyKeys("s-1");
            });
    assertThat(before.canary().orElseThrow().requests()).isEqualTo(100);
  }

  @Test
  void countsNoErrorsWhereARequestCounterHasNo5xxSeries() {
    VersionCounters canary = scrape(TEXT).canary().orElseThrow();

    assertThat(canary.requests()).isEqualTo(100);
    assertThat(canary.errors()).isZero();
  }

  @Test
  void doesNotTakeMissingSeriesForZero() {
    Observation observation = scrape("gateway_start_time_seconds 1\n");

    assertThat(observation.canary()).isEmpty();
    assertThat(observation.stable()).isEmpty();
  }

  @Test
  void tellsARestartEvenWhenTheCountersHaveGrown() {
    Observation before = scrape(TEXT);
    Observation after =
        scrape(TEXT.replace("1.7e9", "1.8e9").replace("code=\"200\"} 900", "code=\"200\"} 9000"));

    assertThat(after.since(before))
        .isEqualTo(new Interval.Invalid("the counting process was restarted", 0));
  }

  @Test
  void tellsACounterThatWentBackwards() {
    Observation before = scrape(TEXT);
    Observation after = scrape(TEXT.replace("code=\"503\"} 3", "code=\"503\"} 1"));

    assertThat(after.since(before)).isEqualTo(new Interval.Invalid("a counter went backwards", 0));
  }

  @Test
  void knowsWhatStableAnsweredWhileTheCanaryHasNoSeries() {
    String without = TEXT.replaceAll("(?m)^.*backend=\"shop-canary\".*\n", "");
    Observation before = scrape(without);
    Observation after = scrape(without.replace("code=\"200\"} 900", "code=\"200\"} 930"));

    assertThat(after.since(before))
        .isEqualTo(
            new Interval.Invalid(
                "nothing was counted for the canary (no traffic, or no metrics)", 30));
  }

  @Test
  void countsIncrementsOfBothVersions() {
    Observation before = scrape(TEXT);
    Observation after =
        scrape(
            TEXT.replace("code=\"200\"} 900", "code=\"200\"} 930")
                .replace("code=\"200\"} 100", "code=\"200\"} 104"));

    assertThat(after.since(before))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> {
              assertThat(counted.stable().requests()).isEqualTo(30);
              assertThat(counted.stable().errors()).isZero();
              assertThat(counted.canary().requests()).isEqualTo(4);
            });
  }

  @Test
  void refusesALineThatCannotBeRead() {
    assertThatThrownBy(() -> scrape("gateway_requests_total{namespace=\"shops} 1\n"))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("not in the Prometheus text format");
  }

  @Test
  void refusesABoundaryThatIsNoNumber() {
    assertThatThrownBy(() -> scrape(TEXT.replace("le=\"0.05\"", "le=\"fast\"")))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("le is not a number: fast");
  }

  @Test
  void refusesALineWithoutAnEnd() {
    String line = "gateway_requests_total{namespace=\"" + "x".repeat(5000) + "\"} 1\n";

    assertThatThrownBy(() -> scrape(line)).hasMessageContaining("4096 characters");
  }

  private static Observation scrape(String text) {
    return new GatewayScrape(() -> text, Clock.systemUTC()).read(Orders.on(ROUTE));
  }

  @Test
  void tellsHowManyRequestsEachVersionGotInBetween() {
    Observation before = scrape(TEXT);
    Observation after = scrape(TEXT.replace("\"200\"} 900", "\"200\"} 990"));
    Observation stableAlone = scrape(TEXT.replaceAll("(?m)^.*shop-canary.*\n", ""));

    assertThat(after.split(before)).contains(new Split(0, 90));
    assertThat(stableAlone.split(stableAlone)).contains(new Split(0, 0));
    assertThat(before.split(stableAlone)).isEmpty();
    assertThat(before.split(after)).isEmpty();
    assertThat(scrape(TEXT.replace("1.7e9", "1.8e9")).split(before)).isEmpty();
  }
}
