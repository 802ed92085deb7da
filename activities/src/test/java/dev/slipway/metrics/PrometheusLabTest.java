package dev.slipway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.metrics.VersionCounters.Bucket;
import dev.slipway.platform.PrometheusBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Prometheus scrapes real counters; what is asserted is what the adapter reads of it. */
@Tag("lab")
class PrometheusLabTest {

  private static final String URL =
      "http://127.0.0.1:" + Optional.ofNullable(System.getenv("PROMETHEUS_PORT")).orElse("19090");
  private static final Path TARGETS =
      Path.of(
          Optional.ofNullable(System.getenv("LAB_HOME"))
              .orElse(System.getProperty("user.home") + "/.cache/slipway-lab"),
          "prometheus",
          "targets");

  private final String run = Long.toString(System.nanoTime(), 36);
  private final Path targets = TARGETS.resolve(run + ".json");
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private HttpServer server;

  @BeforeEach
  void haveCountersScraped() throws IOException {
    Assumptions.assumeTrue(
        isUp(), "Skipped PrometheusLabTest: no Prometheus; tools/lab/up prometheus starts one");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String pod = exchange.getRequestURI().getPath().substring(1);
          StubPrometheus.say(exchange, 200, texts.getOrDefault(pod, ""));
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    Files.deleteIfExists(targets);
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void readsWhatAGatewayHasCountedAndItsIncrements() throws IOException {
    texts.put("gw", traefik("shop", 100, 4) + traefik("shop-canary", 12, 0));
    scrape("gw");
    PrometheusMetrics metrics = metrics(QueryPreset.TRAEFIK.queries());

    Observation first = await(metrics, Orders.small(), read -> read.canary().isPresent());

    assertThat(first.stable())
        .contains(new VersionCounters(104, 4, 104, List.of(new Bucket(0.1, 90))));
    assertThat(first.canary())
        .contains(new VersionCounters(12, 0, 12, List.of(new Bucket(0.1, 11))));
    assertThat(readings(first).skew()).isEqualTo(Duration.ZERO);

    Observation settled = settle(metrics, first);
    texts.put("gw", traefik("shop", 150, 5) + traefik("shop-canary", 20, 7));
    Interval.Counted counted = counted(metrics, settled);
    assertThat(counted.stable().requests()).isEqualTo(51);
    assertThat(counted.stable().errors()).isEqualTo(1);
    assertThat(counted.canary().requests()).isEqualTo(15);
    assertThat(counted.canary().errors()).isEqualTo(7);
  }

  @Test
  void noticesARestartOfTheGateway() throws IOException {
    texts.put("gw", traefik("shop", 100, 4) + traefik("shop-canary", 12, 0));
    scrape("gw");
    PrometheusMetrics metrics = metrics(QueryPreset.TRAEFIK.queries());
    Observation settled =
        settle(metrics, await(metrics, Orders.small(), read -> read.canary().isPresent()));
    texts.put("gw", traefik("shop", 3, 0) + traefik("shop-canary", 1, 0));

    Interval interval = whole(metrics, settled);

    assertThat(interval)
        .isInstanceOfSatisfying(
            Interval.Invalid.class,
            invalid -> assertThat(invalid.reason()).contains("went backwards"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MICROMETER", "OPENTELEMETRY"})
  void readsThePodsOfBothVersionsAndWhenEachWasScraped(QueryPreset preset) throws IOException {
    String text =
        preset == QueryPreset.MICROMETER
            ? service("http_server_requests_seconds", "status")
            : service("http_server_request_duration_seconds", "http_response_status_code");
    texts.put("shop-7d9f8c6b5-abcde", text);
    texts.put("shop-7d9f8c6b5-fghij", text);
    texts.put("shop-canary-5c4b3d2f1-klmno", text);
    texts.put("shopping-5c4b3d2f1-klmno", text);
    scrape(texts.keySet().toArray(String[]::new));

    Observation read =
        await(
            metrics(preset.queries()),
            Orders.small(),
            observation -> observation.canary().isPresent() && stables(observation) == 2);

    assertThat(read.stable())
        .contains(new VersionCounters(20, 4, 20, List.of(new Bucket(0.1, 14))));
    assertThat(read.canary()).contains(new VersionCounters(10, 2, 10, List.of(new Bucket(0.1, 7))));
    assertThat(readings(read).skew()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void countsASeriesOnceThatTwoJobsScrape() throws IOException {
    texts.put("shop-7d9f8c6b5-abcde", service("http_server_requests_seconds", "status"));
    write(target("shop-7d9f8c6b5-abcde", "one") + "," + target("shop-7d9f8c6b5-abcde", "two"));

    Observation read =
        await(
            metrics(QueryPreset.MICROMETER.queries()),
            Orders.small(),
            observation -> observation.stable().isPresent());

    assertThat(read.stable().orElseThrow().requests()).isEqualTo(10);
  }

  @Test
  void evaluatesAnyQueryOfCounters() throws IOException {
    texts.put(
        "shop-7d9f8c6b5-abcde",
        service("http_server_requests_seconds", "status")
            + """
            payments_total{result="accepted"} 10
            payments_total{result="declined"} 2
            basket_bucket{le="10"} 2
            basket_bucket{le="50"} 5
            basket_bucket{le="+Inf"} 9
            """);
    scrape("shop-7d9f8c6b5-abcde");

    Observation read =
        await(
            metrics(QueryPreset.MICROMETER.queries()),
            with(
                Orders.counters(
                    "declined",
                    "sum without (result) (payments_total{run=\"" + run + "\", pod=~\"{{pods}}\"})",
                    "payments_total{run=\""
                        + run
                        + "\", pod=~\"{{pods}}\"} unless"
                        + " payments_total{result=\"accepted\", version!=\"{{version}}\"}"),
                Orders.histogram(
                    "basket",
                    "sum by (le, pod) (basket_bucket{pod=~\"{{pods}}\"})",
                    List.of(10.0, 50.0))),
            observation -> observation.stable().isPresent());

    assertThat(read.incomplete()).isEmpty();
    assertThat(custom(read, "declined")).isEqualTo(new EventTally(12, List.of(2L)));
    assertThat(custom(read, "basket")).isEqualTo(new EventTally(9, List.of(7L, 4L)));
  }

  @Test
  void tellsWhatPrometheusSaysOfABadQuery() {
    PrometheusMetrics metrics = metrics(new StandardQueries("a +", "b", "c"));

    assertThatThrownBy(() -> metrics.read(Orders.small()))
        .hasMessageContaining("Prometheus lab does not take the query")
        .hasMessageContaining("parse error");
  }

  private static InstanceReadings readings(Observation observation) {
    return Objects.requireNonNull(observation.instances());
  }

  private static long stables(Observation observation) {
    return readings(observation).stable().size();
  }

  private static EventTally custom(Observation read, String metric) {
    return read.stable().orElseThrow().custom().getOrDefault(metric, new EventTally(0, List.of()));
  }

  private MetricOrder with(dev.slipway.delivery.MetricRule... own) {
    return inNamespace(Orders.with(List.of(own)));
  }

  /** Each run has a namespace of its own, as what was scraped before stays for five minutes. */
  private MetricOrder inNamespace(MetricOrder order) {
    MetricOrder elsewhere =
        Orders.on(
            new dev.slipway.traffic.Route(
                namespace(), "shop", order.route().stable(), order.route().canary()));
    return new MetricOrder(elsewhere.target(), elsewhere.route(), order.metrics());
  }

  private String namespace() {
    return "shops-" + run;
  }

  private PrometheusMetrics metrics(StandardQueries queries) {
    return new PrometheusMetrics(
        new PrometheusHttp(
            new PrometheusBinding(
                "lab",
                URL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty())),
        queries,
        Clock.systemUTC());
  }

  /** A scrape later, so that it is a baseline. */
  private Observation settle(PrometheusMetrics metrics, Observation first) {
    AtomicReference<Observation> from = new AtomicReference<>(first);
    return Waiting.until(
        () -> {
          Interval interval = metrics.read(inNamespace(Orders.small())).since(from.get());
          if (interval instanceof Interval.NotYet early) {
            from.set(early.from());
          }
          return from.get();
        },
        observation -> readings(observation).isSettled());
  }

  private Interval.Counted counted(PrometheusMetrics metrics, Observation settled) {
    return (Interval.Counted)
        Waiting.until(
            () -> metrics.read(inNamespace(Orders.small())).since(settled),
            read -> read instanceof Interval.Counted counted && counted.stable().requests() > 0);
  }

  private Interval whole(PrometheusMetrics metrics, Observation settled) {
    return Waiting.until(
        () -> metrics.read(inNamespace(Orders.small())).since(settled),
        read ->
            read instanceof Interval.Invalid
                || (read instanceof Interval.Counted counted && counted.stable().requests() > 0));
  }

  private Observation await(
      PrometheusMetrics metrics, MetricOrder order, Predicate<Observation> there) {
    return Waiting.until(() -> metrics.read(inNamespace(order)), there);
  }

  private void scrape(String... pods) throws IOException {
    write(String.join(",", List.of(pods).stream().map(pod -> target(pod, "lab")).toList()));
  }

  private String target(String pod, String job) {
    return """
    {"targets":["127.0.0.1:%d"],"labels":{"__metrics_path__":"/%s","job":"%s",
     "instance":"%s:8080","pod":"%s","namespace":"%s","run":"%s"}}
    """
        .formatted(server.getAddress().getPort(), pod, job, pod, pod, namespace(), run);
  }

  private void write(String list) throws IOException {
    Files.createDirectories(TARGETS);
    Path written = Files.writeString(TARGETS.resolve(run + ".new"), "[" + list + "]");
    Files.move(written, targets);
  }

  private String traefik(String service, int good, int bad) {
    String label = "service=\"" + namespace() + "-" + service + "-http-80@kubernetesgateway\"";
    String seconds = "traefik_service_request_duration_seconds_bucket{%s,le=\"%s\"} %d\n";
    return "traefik_service_requests_total{code=\"200\",%s} %d\n".formatted(label, good)
        + (bad == 0
            ? ""
            : "traefik_service_requests_total{code=\"503\",%s} %d\n".formatted(label, bad))
        + seconds.formatted(label, "0.1", good - good / 10)
        + seconds.formatted(label, "+Inf", good + bad);
  }

  private static String service(String metric, String status) {
    String bucket = metric + "_bucket{" + status + "=\"200\",le=\"%s\"} %d\n";
    return metric
        + "_count{"
        + status
        + "=\"200\"} 8\n"
        + metric
        + "_count{"
        + status
        + "=\"500\"} 2\n"
        + bucket.formatted("0.1", 7)
        + bucket.formatted("0.5", 9)
        + bucket.formatted("+Inf", 10);
  }

  private static boolean isUp() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create(URL + "/-/ready"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
