package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import io.fabric8.kubernetes.client.utils.KubernetesVersionPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks a cluster what kinds it has besides the usual ones. What it has found is remembered for a
 * minute; that there is nothing, never, as a definition may be applied at any time.
 */
final class KindDiscovery {

  private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
  private static final JsonNode NONE = JsonNodeFactory.instance.arrayNode();
  private static final String DEFINITION = "CustomResourceDefinition";

  private final KubernetesConnection connection;
  private final Map<String, Found> found = new ConcurrentHashMap<>();

  KindDiscovery(KubernetesConnection connection) {
    this.connection = connection;
  }

  /**
   * The kinds behind these resources: as the cluster serves them, else as a path defines them that
   * is about to be applied. One that is neither is left out.
   *
   * @param resources as {@code certificates.cert-manager.io}
   * @param path objects, definitions of kinds among them
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE
   */
  List<KubernetesKind> kinds(List<String> resources, List<Manifest> path) {
    List<KubernetesKind> kinds = new ArrayList<>();
    for (String resource : resources) {
      if (!KubernetesKinds.isUsual(resource)) {
        served(resource).or(() -> defined(resource, path)).ifPresent(kinds::add);
      }
    }
    return kinds;
  }

  private Optional<KubernetesKind> served(String resource) {
    Found before = found.get(resource);
    if (before != null && System.nanoTime() - before.at() < REMEMBERED_NANOS) {
      return Optional.of(before.kind());
    }
    Optional<KubernetesKind> now = ask(resource);
    now.ifPresent(kind -> found.put(resource, new Found(kind, System.nanoTime())));
    return now;
  }

  private Optional<KubernetesKind> ask(String resource) {
    int dot = resource.indexOf('.');
    if (dot < 0) {
      return ask("/api/v1", "v1", resource);
    }
    String group = resource.substring(dot + 1);
    String path = "/apis/" + KubernetesKind.encoded(group);
    Optional<JsonNode> versions = read(path);
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    List<String> inOrder = new ArrayList<>();
    inOrder.add(versions.get().at("/preferredVersion/version").asText());
    versions.get().path("versions").forEach(one -> inOrder.add(one.path("version").asText()));
    return inOrder.stream()
        .distinct()
        .flatMap(
            version ->
                ask(
                    path + "/" + KubernetesKind.encoded(version),
                    group + "/" + version,
                    resource.substring(0, dot))
                    .stream())
        .findFirst();
  }

  private Optional<KubernetesKind> ask(String path, String apiVersion, String plural) {
    for (JsonNode one : read(path).map(list -> list.path("resources")).orElse(NONE)) {
      if (one.path("name").asText().equals(plural)) {
        return Optional.of(
            new KubernetesKind(
                one.path("kind").asText(),
                apiVersion,
                plural,
                !one.path("namespaced").asBoolean(),
                false));
      }
    }
    return Optional.empty();
  }

  /** Empty when there is no such thing; what does not answer is no answer. */
  private Optional<JsonNode> read(String path) {
    Answer answer = connection.exchange(Call.get(path));
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(connection.successful(answer).json());
  }

  /** As the cluster will serve it: by the highest version. */
  private static Optional<KubernetesKind> defined(String resource, List<Manifest> path) {
    return path.stream()
        .filter(object -> object.kind().equals(DEFINITION) && object.name().equals(resource))
        .map(object -> object.json().path("spec"))
        .findFirst()
        .map(KindDiscovery::kindOf);
  }

  private static KubernetesKind kindOf(JsonNode definition) {
    List<String> versions = new ArrayList<>();
    for (JsonNode version : definition.path("versions")) {
      if (version.path("served").asBoolean()) {
        versions.add(version.path("name").asText());
      }
    }
    String highest = versions.isEmpty() ? "" : KubernetesVersionPriority.highestPriority(versions);
    return new KubernetesKind(
        definition.at("/names/kind").asText(),
        definition.path("group").asText() + "/" + highest,
        definition.at("/names/plural").asText(),
        definition.path("scope").asText().equals("Cluster"),
        false);
  }

  private record Found(KubernetesKind kind, long at) {}
}
