package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What the local cluster itself tells over its API.
 *
 * @param state its state directory
 */
record ClusterView(Path state) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  List<JsonNode> objects(String namespace) {
    return items("/v1/namespaces/" + namespace + "/objects");
  }

  List<JsonNode> pods(String namespace) {
    return items("/v1/namespaces/" + namespace + "/pods");
  }

  /** Kind and name of every object, sorted. */
  List<String> names(String namespace) {
    return objects(namespace).stream()
        .map(object -> object.path("kind").asText() + "/" + object.at("/metadata/name").asText())
        .sorted()
        .toList();
  }

  String image(String namespace, String deployment) {
    return object(namespace, "Deployment", deployment)
        .at("/spec/template/spec/containers/0/image")
        .asText();
  }

  /** Names of the services that the route's only rule leads to. */
  List<String> backends(String namespace, String route) {
    return StreamSupport.stream(
            object(namespace, "HTTPRoute", route).at("/spec/rules/0/backendRefs").spliterator(),
            false)
        .map(backend -> backend.path("name").asText())
        .toList();
  }

  JsonNode object(String namespace, String kind, String name) {
    return ask("/v1/namespaces/" + namespace + "/objects/" + kind + "/" + name);
  }

  private List<JsonNode> items(String path) {
    return StreamSupport.stream(ask(path).required("items").spliterator(), false).toList();
  }

  private JsonNode ask(String path) {
    try {
      String api = MAPPER.readTree(state.resolve("cluster.json").toFile()).path("api").asText();
      String token = Files.readString(state.resolve("token")).strip();
      return MAPPER.readTree(Web.get(api + path, token).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
