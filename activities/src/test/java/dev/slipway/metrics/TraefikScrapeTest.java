package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.Baseline;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.traffic.Route;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraefikScrapeTest {

  private static final Route ROUTE = new Route("shops", "shop", "shop", "shop-canary");

  private final Map<String, String> pods = new LinkedHashMap<>();
  private final TraefikScrape scrape = new TraefikScrape(() -> pods, Clock.systemUTC());

  @Test
  void countsEachVersionOverAllPodsOfTheGateway() {
    pods.put("a", text("shops-shop-http-80", 90, 1) + text("shops-shop-canary-http-80", 10, 2));
    pods.put("b", text("shops-shop-http-80", 100, 0));

    Observation observation = scrape.read(Orders.on(ROUTE));

    assertThat(observation.stable())
        .contains(new VersionCounters(191, 1, 191, List.of(new Bucket(0.1, 171))));
    assertThat(observation.canary())
        .contains(new VersionCounters(12, 2, 12, List.of(new Bucket(0.1, 9))));
  }

  @Test
  void readsAFreshBaselineInStablesPlaceAndCountsStableAside() {
    Route beside = ROUTE.withBaseline(Baseline.FRESH);
    pods.put("a", text("shops-shop-http-80", 800, 0));
    Observation before = scrape.read(Orders.on(beside));
    pods.put(
        "a",
        text("shops-shop-http-80", 880, 0)
            + text("shops-shop-canary-http-80", 10, 0)
            + text("shops-shop-baseline-http-80", 11, 0));
    Observation first = scrape.read(Orders.on(beside));
    pods.put(
        "a",
        text("shops-shop-http-80", 960, 0)
            + text("shops-shop-canary-http-80", 20, 0)
            + text("shops-shop-baseline-http-80", 21, 0));
    Observation second = scrape.read(Orders.on(beside));

    assertThat(before.stable()).isEmpty();
    assertThat(first.stable().orElseThrow().requests()).isEqualTo(11);
    assertThat(second.split(first)).contains(new Split(10, 90));
    assertThat(second.countsAside()).isTrue();
    assertThat(scrape.read(Orders.on(ROUTE)).countsAside()).isFalse();
  }

  @Test
  void aVersionWithoutSeriesIsNotZero() {
    pods.put("a", text("shops-shop-http-80", 90, 0));

    assertThat(scrape.read(Orders.on(ROUTE)).canary()).isEmpty();
  }

  @Test
  void anotherServiceOfASimilarNameIsNotCounted() {
    pods.put("a", text("shops-shop-http-8080", 1, 0) + text("shops-shop-web-http-80", 7, 0));

    assertThat(scrape.read(Orders.on(ROUTE)).stable().orElseThrow().requests()).isEqualTo(1);
  }

  @Test
  void aServiceWhoseNameGoesOnIsNotCountedWithTraefiksOwnKindsEither() {
    pods.put(
        "a",
        (text("shops-shop-80", 2, 0)
                + text("shops-shop-http", 1, 0)
                + text("shops-shop-next-80", 7, 0))
            .replace("@kubernetesgateway", "@kubernetescrd"));

    assertThat(scrape.read(Orders.on(ROUTE)).stable().orElseThrow().requests()).isEqualTo(3);
  }

  @Test
  void aPodThatIsStartedAnewIsAnotherCounter() {
    pods.put("a", text("shops-shop-http-80", 90, 0) + "process_start_time_seconds 1.5\n");
    String before = scrape.read(Orders.on(ROUTE)).counter();
    pods.put("a", text("shops-shop-http-80", 95, 0) + "process_start_time_seconds 9.5\n");

    assertThat(scrape.read(Orders.on(ROUTE)).counter()).isNotEqualTo(before);
  }

  private static String text(String service, int good, int bad) {
    String label = "service=\"" + service + "@kubernetesgateway\"";
    String requests = "traefik_service_requests_total{code=\"%s\",method=\"GET\",%s} %s\n";
    String timed = "traefik_service_request_duration_seconds_%s{%scode=\"200\",%s} %s\n";
    return requests.formatted(200, label, good)
        + (bad > 0 ? requests.formatted(500, label, bad) : "")
        + timed.formatted("bucket", "le=\"0.1\",", label, good - good / 10)
        + timed.formatted("bucket", "le=\"+Inf\",", label, good + bad)
        + timed.formatted("count", "", label, good + bad);
  }
}
