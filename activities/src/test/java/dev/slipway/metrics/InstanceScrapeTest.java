package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.MetricRule;
import dev.slipway.metrics.PodTexts.PodText;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.platform.MetricsBinding.ScrapeBinding;
import dev.slipway.traffic.Route;
import dev.slipway.traffic.Route.RolloutVersions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceScrapeTest {

  private static final String STABLE = "shop-7d9f8c6b5-abcde";
  private static final String CANARY = "shop-canary-6c5b4d3f2-fghij";

  private final Map<String, List<PodText>> pods = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Ticking clock = new Ticking();
  private final InstanceScrape scrape =
      new InstanceScrape(
          (namespace, of, port, path) -> {
            String name = of.workload() + of.rolloutHash().map(hash -> "-" + hash).orElse("");
            asked.add(namespace + "/" + name + ":" + port + path);
            return pods.getOrDefault(name, List.of());
          },
          new ScrapeBinding(8080, "/actuator/prometheus"),
          QueryPreset.MICROMETER.queries(),
          clock);

  @Test
  void countsThePodsOfBothVersionsWithTheSelectorsOfAPrometheus() {
    stable(100, 3);
    canary(10, 1);

    Observation observation = scrape.read(Orders.small());

    assertThat(asked)
        .containsExactly(
            "shops/shop-canary:8080/actuator/prometheus", "shops/shop:8080/actuator/prometheus");
    assertThat(observation.stable())
        .contains(new VersionCounters(103, 3, 103, List.of(new Bucket(0.1, 90))));
    assertThat(observation.canary())
        .contains(new VersionCounters(11, 1, 11, List.of(new Bucket(0.1, 9))));
  }

  /** Both versions are pods of the one Rollout, and told apart by the hash of each. */
  @Test
  void tellsThePodsOfARolloutApartByTheirHash() {
    Route route =
        new Route(
            "shops",
            "shop",
            "shop",
            "shop-next",
            Optional.empty(),
            Optional.of(new RolloutVersions("shop", "7d9f8c6b5", "6c5b4d3f2")));
    MetricOrder order = new MetricOrder(Orders.small().target(), route, Orders.small().metrics());

    scrape.read(order);

    assertThat(asked)
        .containsExactly(
            "shops/shop-6c5b4d3f2:8080/actuator/prometheus",
            "shops/shop-7d9f8c6b5:8080/actuator/prometheus");
    assertThat(Version.CANARY.values(order))
        .containsEntry(Placeholder.PODS, "shop-6c5b4d3f2-[a-z0-9]{5}")
        .containsEntry(Placeholder.BACKEND, "shop-next");
  }

  @Test
  void countsIncrementsAndLeavesARestartOut() {
    stable(100, 3);
    canary(10, 1);
    Observation before = scrape.read(Orders.small());
    clock.pass(Duration.ofSeconds(5));
    stable(150, 4);
    canary(17, 1);

    Observation now = scrape.read(Orders.small());
    assertThat(now.since(before))
        .isInstanceOfSatisfying(
            Interval.Counted.class,
            counted -> {
              assertThat(counted.stable().requests()).isEqualTo(51);
              assertThat(counted.canary().requests()).isEqualTo(7);
            });

    clock.pass(Duration.ofSeconds(5));
    canary(2, 0);
    assertThat(scrape.read(Orders.small()).since(now))
        .isEqualTo(
            new Interval.Invalid(
                "a counter of " + CANARY + " went backwards: it was restarted", 0));
  }

  @Test
  void aVersionWithoutPodsIsNotZero() {
    stable(100, 3);

    assertThat(scrape.read(Orders.small()).canary()).isEmpty();
  }

  @Test
  void countsMetricsOfTheServicesOwn() {
    stable(100, 0);
    canary(10, 0);

    Observation observation =
        scrape.read(
            Orders.with(
                List.of(
                    Orders.counters(
                        "declined",
                        "payments_total{pod=~\"{{pods}}\"}",
                        "payments_total{pod=~\"{{pods}}\",result=\"declined\"}"),
                    basket(10.0, 50.0))));

    assertThat(observation.stable().orElseThrow().custom())
        .isEqualTo(
            Map.of(
                "declined", new EventTally(12, List.of(2L)),
                "basket", new EventTally(9, List.of(7L, 4L))));
    assertThat(observation.incomplete()).isEmpty();
  }

  @Test
  void namesACounterThatNeitherVersionHas() {
    stable(100, 0);
    canary(10, 0);

    Observation observation =
        scrape.read(
            Orders.with(
                List.of(
                    Orders.counters(
                        "declined",
                        "payments_total{pod=~\"{{pods}}\"}",
                        "declines_total{pod=~\"{{pods}}\"}"))));

    assertThat(observation.incomplete())
        .hasValueSatisfying(
            missing ->
                assertThat(missing)
                    .contains("metric declined of stable", "declines_total", "that is not zero"));
  }

  @Test
  void namesABoundThatAHistogramDoesNotHave() {
    stable(100, 0);

    Observation observation = scrape.read(Orders.with(List.of(basket(10.0, 30.0))));

    assertThat(observation.incomplete())
        .hasValueSatisfying(
            missing -> assertThat(missing).contains("metric basket", "no bucket up to 30.0"));
  }

  @Test
  void namesABoundThatTheCanarysHistogramHasNoMore() {
    stable(100, 0);
    pods.put(
        "shop-canary",
        List.of(new PodText(CANARY, text(10, 0).replace("basket_bucket{le=\"20.0\"} 3\n", ""))));

    Observation observation = scrape.read(Orders.with(List.of(basket(10.0, 20.0))));

    assertThat(observation.incomplete())
        .hasValueSatisfying(
            missing ->
                assertThat(missing)
                    .contains("metric basket of the canary", "no bucket up to 20.0"));
  }

  @Test
  void refusesWhatOnlyAPrometheusCanEvaluate() {
    stable(100, 0);

    assertThatThrownBy(
            () ->
                scrape.read(
                    Orders.with(
                        List.of(
                            Orders.counters(
                                "sum", "sum(a{pod=~\"{{pods}}\"})", "a{pod=~\"{{pods}}\"}")))))
        .hasMessageContaining("metric sum")
        .hasMessageContaining("only a Prometheus can evaluate");
  }

  private static MetricRule basket(Double... bounds) {
    return Orders.histogram("basket", "basket_bucket{pod=~\"{{pods}}\"}", List.of(bounds));
  }

  private void stable(int good, int bad) {
    pods.put("shop", List.of(new PodText(STABLE, text(good, bad))));
  }

  private void canary(int good, int bad) {
    pods.put("shop-canary", List.of(new PodText(CANARY, text(good, bad))));
  }

  private static String text(int good, int bad) {
    return """
    http_server_requests_seconds_count{uri="/",status="200"} %d
    http_server_requests_seconds_count{uri="/",status="503"} %d
    http_server_requests_seconds_count{uri="/actuator/health",status="200"} 7777
    http_server_requests_seconds_bucket{uri="/",status="200",le="0.1"} %d
    http_server_requests_seconds_bucket{uri="/",status="200",le="0.25"} %d
    http_server_requests_seconds_bucket{uri="/",status="200",le="+Inf"} %d
    payments_total{result="accepted"} 10
    payments_total{result="declined"} 2
    basket_bucket{le="10.0"} 2
    basket_bucket{le="20.0"} 3
    basket_bucket{le="50.0"} 5
    basket_bucket{le="+Inf"} 9
    """
        .formatted(good, bad, good - good / 10, good, good + bad);
  }

  /** Stands still until it is told to go on. */
  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
