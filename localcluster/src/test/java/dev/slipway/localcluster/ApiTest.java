package dev.slipway.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API: what it takes, what it refuses, who may speak to it. */
class ApiTest {

  private static final String OBJECTS = "/v1/namespaces/shop/objects/";

  private static RunningCluster cluster;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path root) throws Exception {
    cluster = RunningCluster.start(root);
    api = cluster.api;
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void letsNobodyInWithoutTheToken() {
    for (String token : new String[] {"", "Bearer ", "Bearer " + "0".repeat(64), "Basic x"}) {
      HttpResponse<String> response =
          api.send(
              HttpRequest.newBuilder(cluster.server.api().resolve("/v1/namespaces/shop/pods"))
                  .header("Authorization", token)
                  .build());
      assertThat(response.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void letsMonitoringInWithoutTheToken() {
    for (String path : new String[] {"/metrics", "/healthz"}) {
      HttpRequest request = HttpRequest.newBuilder(cluster.server.api().resolve(path)).build();
      assertThat(api.send(request).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesANameThatWasPointedAtIt() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), cluster.server.api().getPort())) {
      String request =
          "GET /v1/namespaces/shop/pods HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAuthorization: Bearer "
              + cluster.server.token()
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void changesNothingWhenTheObjectIsAsWanted() {
    JsonNode first = api.put("Service", "same", Manifests.service("same"));
    JsonNode second = api.put("Service", "same", Manifests.service("same"));
    assertThat(second.path("metadata")).isEqualTo(first.path("metadata"));
    JsonNode third =
        api.put("Service", "same", Manifests.service("same").replace("\"app\":", "\"tier\":"));
    assertThat(third.path("metadata").path("generation").asInt()).isEqualTo(2);
    assertThat(third.path("metadata").path("uid")).isEqualTo(first.path("metadata").path("uid"));
    assertThat(third.path("metadata").path("resourceVersion"))
        .isNotEqualTo(first.path("metadata").path("resourceVersion"));
  }

  @Test
  void triesAWriteOutWithoutDoingIt() {
    HttpResponse<String> response =
        api.call("PUT", OBJECTS + "Service/dry?dryRun=true", Manifests.service("dry"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(api.call("GET", OBJECTS + "Service/dry", "").statusCode()).isEqualTo(404);
    assertThat(api.call("PUT", OBJECTS + "Service/dry?dryRun=true", "{}").statusCode())
        .isEqualTo(422);
  }

  @Test
  void refusesAWriteThatIsMadeAgainstAnOldVersion() {
    JsonNode first = api.put("ConfigMap", "guarded", Manifests.configMap("guarded", "a", "1"));
    api.put("ConfigMap", "guarded", Manifests.configMap("guarded", "a", "2"));
    String stale =
        "{\"metadata\": {\"resourceVersion\": \"%s\"}, \"data\": {\"a\": \"3\"}}"
            .formatted(first.path("metadata").path("resourceVersion").asText());
    assertThat(api.call("PUT", OBJECTS + "ConfigMap/guarded", stale).statusCode()).isEqualTo(409);
    assertThat(api.object("ConfigMap", "guarded").path("data").path("a").asText()).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"replicas\": 1 | \"replicas\": -1 | spec.replicas",
        "\"replicas\": 1 | \"replicas\": \"1\" | spec.replicas",
        "\"replicas\": 1 | \"paused\": true | spec.paused",
        "\"replicas\": 1 | \"strategy\": {\"type\": \"Recreate\"} | spec.strategy.type",
        "\"containers\" | \"hostNetwork\": true, \"containers\" | spec.template.spec.hostNetwork",
        "\"containers\" | \"volumes\": [], \"containers\" | spec.template.spec.volumes",
        "\"containers\" | \"initContainers\": [{}], \"containers\" | spec.template.spec.initContainers",
        "\"name\": \"main\" | \"name\": \"main\", \"workingDir\": \"/\" | spec.template.spec.containers[0].workingDir",
        "\"name\": \"main\" | \"name\": \"main\", \"lifecycle\": {} | spec.template.spec.containers[0].lifecycle",
        "\"httpGet\" | \"exec\": {}, \"httpGet\" | spec.template.spec.containers[0].readinessProbe.exec",
        "\"matchLabels\": {\"app\": \"shop\"} | \"matchLabels\": {\"app\": \"x\"} | spec.selector.matchLabels",
        "\"apps/v1\" | \"apps/v2\" | apiVersion",
        "\"name\": \"shop\" | \"name\": \"other\" | metadata.name",
        "\"name\": \"shop\" | \"name\": \"shop\", \"finalizers\": [] | metadata.finalizers"
      })
  void refusesADeploymentThatItCannotKeepAndNamesTheField(
      String part, String instead, String field) {
    String body =
        Manifests.shop("shop", 1, Map.of())
            .replaceFirst(
                java.util.regex.Pattern.quote(part),
                java.util.regex.Matcher.quoteReplacement(instead));
    HttpResponse<String> response = api.call("PUT", OBJECTS + "Deployment/shop", body);
    assertThat(response.statusCode()).isEqualTo(422);
    JsonNode answer = Api.json(response);
    assertThat(answer.path("message").asText()).contains(field + " ");
    assertThat(answer.path("errors").get(0).path("field").asText()).isEqualTo(field);
    assertThat(api.call("GET", OBJECTS + "Deployment/shop", "").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesARouteWithAFilterAndAKindThatItDoesNotKnow() {
    String filtered =
        Manifests.route(Map.of("shop", 1))
            .replace("\"backendRefs\"", "\"filters\": [{}], \"backendRefs\"");
    assertThat(api.call("PUT", OBJECTS + "HTTPRoute/shop", filtered).body())
        .contains("spec.rules[0].filters");
    assertThat(api.call("PUT", OBJECTS + "StatefulSet/db", "{}").statusCode()).isEqualTo(422);
    assertThat(api.call("PUT", OBJECTS + "Service/..%2Fup", "{}").statusCode()).isEqualTo(422);
  }

  @Test
  void refusesABodyThatIsTooLongTooDeepOrAmbiguous() {
    String path = OBJECTS + "ConfigMap/bad";
    String tooLong = Manifests.configMap("bad", "a", "x".repeat(1024 * 1024));
    String tooDeep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
    assertThat(api.call("PUT", path, tooLong).statusCode()).isEqualTo(413);
    assertThat(api.call("PUT", path, tooDeep).statusCode()).isEqualTo(400);
    assertThat(api.call("PUT", path, "{\"data\": {}, \"data\": {}}").statusCode()).isEqualTo(400);
    assertThat(api.call("PUT", path, "no json").statusCode()).isEqualTo(400);
  }

  @Test
  void wakesWhoWaitsForAChange() throws Exception {
    long since = api.get("/v1/namespaces/shop/objects").path("resourceVersion").asLong();
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(
            () -> api.get("/v1/watch?timeoutMillis=20000&since=" + since));
    api.put("ConfigMap", "news", Manifests.configMap("news", "a", "1"));
    JsonNode changed = waiting.get().path("changed").get(0);
    assertThat(changed.path("kind").asText()).isEqualTo("ConfigMap");
    assertThat(changed.path("name").asText()).isEqualTo("news");
    assertThat(changed.path("namespace").asText()).isEqualTo("shop");
  }

  @Test
  void tellsWhoAsksFromBeforeThatHeMayHaveMissedSomething() {
    api.put("ConfigMap", "here", Manifests.configMap("here", "a", "1"));
    JsonNode answer = api.get("/v1/watch?timeoutMillis=20000&since=999999999");
    assertThat(answer.path("complete").asBoolean()).isFalse();
    assertThat(answer.path("changed").toString()).contains("\"here\"");
  }

  @Test
  void listsByKindAndForgetsWhatWasDeleted() {
    api.put("ConfigMap", "listed", Manifests.configMap("listed", "a", "1"));
    api.put("Service", "listed", Manifests.service("listed"));
    JsonNode maps = api.get("/v1/namespaces/shop/objects?kind=ConfigMap").path("items");
    assertThat(maps).allMatch(item -> item.path("kind").asText().equals("ConfigMap"));
    assertThat(maps.toString()).contains("\"listed\"");
    api.delete("ConfigMap", "listed");
    assertThat(api.get("/v1/namespaces/shop/objects?kind=ConfigMap").toString())
        .doesNotContain("\"listed\"");
    assertThat(api.call("DELETE", OBJECTS + "ConfigMap/listed", "").statusCode()).isEqualTo(404);
  }
}
