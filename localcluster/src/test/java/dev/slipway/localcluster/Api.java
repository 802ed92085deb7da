package dev.slipway.localcluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.localcluster.object.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Speaks to a cluster from the outside, as anybody would. */
final class Api {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI api;
  private final URI gateway;
  private final String token;

  Api(URI api, URI gateway, String token) {
    this.api = api;
    this.gateway = gateway;
    this.token = token;
  }

  static Api of(LocalClusterServer server) {
    return new Api(server.api(), server.gateway(), server.token());
  }

  HttpResponse<String> call(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(api.resolve(path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  JsonNode get(String path) {
    return json(call("GET", path, ""));
  }

  /** The object as it is now. */
  JsonNode object(String kind, String name) {
    return get("/v1/namespaces/shop/objects/" + kind + "/" + name);
  }

  JsonNode put(String kind, String name, String body) {
    HttpResponse<String> response =
        call("PUT", "/v1/namespaces/shop/objects/" + kind + "/" + name, body);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return json(response);
  }

  void delete(String kind, String name) {
    json(call("DELETE", "/v1/namespaces/shop/objects/" + kind + "/" + name, ""));
  }

  List<JsonNode> pods() {
    List<JsonNode> pods = new ArrayList<>();
    get("/v1/namespaces/shop/pods").path("items").forEach(pods::add);
    return pods;
  }

  /** The only pod; MissingNode while there is none. */
  JsonNode pod() {
    List<JsonNode> pods = pods();
    return pods.isEmpty() ? Json.object().path("none") : pods.getFirst();
  }

  List<JsonNode> readyPods() {
    return pods().stream().filter(pod -> pod.path("ready").asBoolean()).toList();
  }

  long available(String deployment) {
    return object("Deployment", deployment).path("status").path("availableReplicas").asLong(-1);
  }

  /** Waits until the newest generation is wholly rolled out. */
  void awaitRolledOut(String deployment) {
    await(
        "rollout of " + deployment,
        () -> {
          JsonNode object = object("Deployment", deployment);
          JsonNode status = object.path("status");
          long wanted = object.path("spec").path("replicas").asLong(1);
          return status.path("observedGeneration").asLong()
                  == object.path("metadata").path("generation").asLong()
              && status.path("updatedReplicas").asLong() == wanted
              && status.path("availableReplicas").asLong() == wanted
              && status.path("replicas").asLong() == wanted;
        });
  }

  HttpResponse<String> visit(String path) {
    return send(HttpRequest.newBuilder(gateway.resolve(path)).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request + ": " + e, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  URI gateway() {
    return gateway;
  }

  /** Looks until it is so. */
  static void await(String what, Callable<Boolean> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("In vain waited for: " + what);
        }
        Thread.sleep(10);
      }
    } catch (Exception e) {
      throw new AssertionError("While waiting for: " + what, e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return Json.read(response.body().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }
}
