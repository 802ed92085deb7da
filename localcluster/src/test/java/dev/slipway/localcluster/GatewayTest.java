package dev.slipway.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway in front of two real versions. */
class GatewayTest {

  private static RunningCluster cluster;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path root) throws Exception {
    cluster = RunningCluster.start(root);
    api = cluster.api;
    for (String name : new String[] {"shop", "shop-canary"}) {
      api.put("Service", name, Manifests.service(name));
      api.put("Deployment", name, Manifests.shop(name, 1, Map.of("VERSION", name)));
    }
    api.awaitRolledOut("shop");
    api.awaitRolledOut("shop-canary");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void allToStable() {
    api.put("HTTPRoute", "shop", Manifests.route(Map.of("shop", 1)));
  }

  @Test
  void spreadsExactlyByWeight() {
    api.put("HTTPRoute", "shop", Manifests.route(Map.of("shop", 80, "shop-canary", 20)));
    assertThat(answers(100)).isEqualTo(Map.of("shop", 80, "shop-canary", 20));
    api.put("HTTPRoute", "shop", Manifests.route(Map.of("shop", 99, "shop-canary", 1)));
    assertThat(answers(100)).isEqualTo(Map.of("shop", 99, "shop-canary", 1));
  }

  @Test
  void obeysANewWeightFromTheNextRequestOn() {
    for (int i = 0; i < 20; i++) {
      String only = i % 2 == 0 ? "shop-canary" : "shop";
      String other = i % 2 == 0 ? "shop" : "shop-canary";
      var route = api.put("HTTPRoute", "shop", Manifests.route(Map.of(only, 100, other, 0)));
      assertThat(route.path("status").path("weightsInForce").path(only).asInt()).isEqualTo(100);
      assertThat(api.visit("/").body()).isEqualTo(only);
    }
  }

  @Test
  void countsExactlyWhatItSaw() {
    String before = metrics();
    api.put("HTTPRoute", "shop", Manifests.route(Map.of("shop", 3, "shop-canary", 1)));
    for (int i = 0; i < 8; i++) {
      api.visit("/status?404");
    }
    String after = metrics();
    assertThat(count(after, "shop", "404") - count(before, "shop", "404")).isEqualTo(6);
    assertThat(count(after, "shop-canary", "404") - count(before, "shop-canary", "404"))
        .isEqualTo(2);
    assertThat(after)
        .contains(
            "gateway_request_duration_seconds_bucket{namespace=\"shop\",route=\"shop\",backend=\"shop\",le=\"+Inf\"}",
            "gateway_start_time_seconds ");
  }

  @Test
  void countsAConnectionThatBrokeAs502AndNeverRepeatsTheRequest() {
    String before = metrics();
    long restarts = restarts();
    assertThat(api.visit("/drop").statusCode()).isEqualTo(502);
    Api.await("restart", () -> restarts() == restarts + 1);
    api.awaitRolledOut("shop");
    assertThat(count(metrics(), "shop", "502") - count(before, "shop", "502")).isEqualTo(1);
  }

  @Test
  void countsABackendWithoutReadyPodsAsIts503() {
    api.put("Service", "nobody", Manifests.service("nobody"));
    api.put("HTTPRoute", "shop", Manifests.route(Map.of("nobody", 1)));
    assertThat(api.visit("/").statusCode()).isEqualTo(503);
    assertThat(count(metrics(), "nobody", "503")).isEqualTo(1);
  }

  @Test
  void passesBodiesOfAnySizeBothWays() {
    String body = "0123456789".repeat(300_000);
    HttpRequest known =
        HttpRequest.newBuilder(api.gateway().resolve("/echo"))
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpRequest chunked =
        HttpRequest.newBuilder(api.gateway().resolve("/echo"))
            .expectContinue(true)
            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
            .build();
    assertThat(api.send(known).body()).isEqualTo(body);
    assertThat(api.send(chunked).body()).isEqualTo(body);
    assertThat(api.send(known).body()).isEqualTo(body);
  }

  @Test
  void dropsHopByHopHeadersAndSaysForWhomItAsks() {
    HttpResponse<String> response =
        api.send(
            HttpRequest.newBuilder(api.gateway().resolve("/headers"))
                .header("X-Kept", "yes")
                .header("Proxy-Authorization", "secret")
                .header("X-Forwarded-For", "10.0.0.1")
                .method("PATCH", BodyPublishers.noBody())
                .build());
    assertThat(response.body())
        .startsWith("PATCH")
        .contains("X-kept=[yes]", "X-forwarded-for=[10.0.0.1, 127.0.0.1]")
        .doesNotContain("Proxy-authorization");
    assertThat(response.headers().firstValue("X-Answer")).contains("kept");
    assertThat(response.headers().firstValue("Keep-Alive")).isEmpty();
  }

  @Test
  void passesOnPartsOfAnAnswerAsTheyCome() throws Exception {
    try (Socket socket = connect("GET /stream?500 HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertThat(readUntil(socket, "part 0\n\r\n")).startsWith("HTTP/1.1 200");
      assertThat(socket.getInputStream().available()).isZero();
      assertThat(readUntil(socket, "\r\n0\r\n\r\n")).contains("part 1\n", "part 2\n");
    }
  }

  @Test
  void refusesARequestThatTwoReadersCouldUnderstandDifferently() throws Exception {
    String both =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
    String space = "GET / HTTP/1.1\r\nHost : x\r\n\r\n";
    String hosts = "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n";
    for (String request : new String[] {both, space, hosts, "nonsense\r\n\r\n"}) {
      try (Socket socket = connect(request)) {
        assertThat(readUntil(socket, "\r\n")).startsWith("HTTP/1.1 400 ");
      }
    }
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() throws Exception {
    String two =
        "GET /slow?50 HTTP/1.1\r\n"
            + "Host: x\r\n\r\n"
            + "GET /nowhere HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Connection: close\r\n\r\n";
    try (Socket socket = connect(two)) {
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all).containsSubsequence("slow shop", "HTTP/1.1 200", "shop");
    }
  }

  @Test
  void givesUpWhenTheRoutesTimeoutIsOver() {
    api.put(
        "HTTPRoute",
        "shop",
        Manifests.route(Map.of("shop", 1))
            .replace("\"backendRefs\"", "\"timeouts\": {\"request\": \"100ms\"}, \"backendRefs\""));
    assertThat(api.visit("/slow?1000").statusCode()).isEqualTo(504);
  }

  @Test
  void findsTheRouteByHostAndThenByTheLongestPath() throws Exception {
    api.put(
        "HTTPRoute",
        "hosts",
        Manifests.route(Map.of("shop-canary", 1))
            .replace("\"name\": \"shop\"}", "\"name\": \"hosts\"}")
            .replace("\"rules\"", "\"hostnames\": [\"canary.test\"], \"rules\""));
    api.put(
        "HTTPRoute",
        "paths",
        Manifests.route(Map.of("shop-canary", 1))
            .replace("\"name\": \"shop\"}", "\"name\": \"paths\"}")
            .replace(
                "\"backendRefs\"",
                "\"matches\": [{\"path\": {\"type\": \"PathPrefix\", \"value\": \"/deep\"}}],"
                    + " \"backendRefs\""));
    try (Socket socket =
        connect("GET / HTTP/1.1\r\nHost: canary.test:80\r\nConnection: close\r\n\r\n")) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("shop-canary");
    }
    assertThat(api.visit("/deep/er").body()).isEqualTo("shop-canary");
    assertThat(api.visit("/deeper").body()).isEqualTo("shop");
    api.delete("HTTPRoute", "hosts");
    api.delete("HTTPRoute", "paths");
  }

  private static Map<String, Integer> answers(int requests) {
    Map<String, Integer> answers = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      answers.merge(api.visit("/").body(), 1, Integer::sum);
    }
    return answers;
  }

  private static String metrics() {
    return api.call("GET", "/metrics", "").body();
  }

  @Test
  void countsEachRequestAlsoForThePodThatAnsweredIt() {
    long backend = count(metrics(), "shop", "200");
    long pods = countOfPods(metrics());

    for (int i = 0; i < 20; i++) {
      assertThat(api.visit("/").statusCode()).isEqualTo(200);
    }

    String after = metrics();
    assertThat(countOfPods(after) - pods).isEqualTo(count(after, "shop", "200") - backend);
    assertThat(after)
        .containsPattern(
            "gateway_pod_request_duration_seconds_count\\{namespace=\"shop\",route=\"shop\",backend=\"shop\",pod=\"shop-");
  }

  private static long countOfPods(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("gateway_pod_requests_total{namespace=\"shop\""))
        .filter(line -> line.contains("backend=\"shop\"") && line.contains("code=\"200\""))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf("} ") + 2)))
        .sum();
  }

  private static long count(String metrics, String backend, String code) {
    String series =
        "gateway_requests_total{namespace=\"shop\",route=\"shop\",backend=\"%s\",code=\"%s\"} "
            .formatted(backend, code);
    return metrics
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToLong(line -> Long.parseLong(line.substring(series.length())))
        .sum();
  }

  private static long restarts() {
    return api.pods().stream()
        .filter(pod -> pod.path("deployment").asText().equals("shop"))
        .mapToLong(pod -> pod.path("restarts").asLong())
        .sum();
  }

  private static Socket connect(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.gateway().getPort());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream input = socket.getInputStream();
    while (text.indexOf(end) < 0) {
      int next = input.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }
}
