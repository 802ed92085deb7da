package dev.slipway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.LocalClusterConnection.Answer;
import dev.slipway.manifest.Manifest;
import dev.slipway.temporal.FailureType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The local cluster, by its HTTP API. */
public final class LocalClusterClient implements Cluster {

  private static final String DEPLOYMENT = "Deployment";

  private final LocalClusterConnection connection;

  public LocalClusterClient(LocalClusterConnection connection) {
    this.connection = connection;
  }

  @Override
  public Optional<Manifest> get(String namespace, String kind, String name) {
    Answer answer = connection.exchange("GET", object(namespace, kind, name), null);
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(manifest(successful(answer).json()));
  }

  @Override
  public List<Manifest> list(String namespace, Map<String, String> labels) {
    JsonNode items =
        successful(connection.exchange("GET", namespace(namespace) + "/objects", null))
            .json()
            .path("items");
    if (!items.isArray()) {
      throw FailureType.UNREACHABLE.retryable("the local cluster's list has no items");
    }
    List<Manifest> found = new ArrayList<>();
    for (JsonNode item : items) {
      JsonNode live = item.path("metadata").path("labels");
      if (labels.entrySet().stream()
          .allMatch(label -> live.path(label.getKey()).asText("").equals(label.getValue()))) {
        found.add(manifest(item));
      }
    }
    return found;
  }

  @Override
  public Manifest apply(String namespace, Manifest git, Effect effect) {
    Manifest desired = settled(namespace, git);
    String path =
        object(namespace, desired.kind(), desired.name())
            + switch (effect) {
              case LASTING -> "";
              case DRY_RUN -> "?dryRun=true";
            };
    Answer answer = connection.exchange("PUT", path, desired.json().toString());
    return switch (answer.status()) {
      case 409 -> throw new OutdatedObjectException(desired.id() + ": " + answer.message());
      case 400, 413, 422 ->
          throw new RefusedObjectException(desired.id() + ": " + answer.message());
      default -> manifest(successful(answer).json());
    };
  }

  private Manifest settled(String namespace, Manifest git) {
    IgnoredFields ignored = IgnoredFields.of(git);
    return ignored.fields().isEmpty()
        ? git
        : get(namespace, git.kind(), git.name())
            .map(live -> ignored.settled(git, live, IgnoredFields.Owners.UNKNOWN))
            .orElse(git);
  }

  @Override
  public boolean delete(String namespace, String kind, String name) {
    Answer answer = connection.exchange("DELETE", object(namespace, kind, name), null);
    return answer.status() != 404 && successful(answer).isSuccess();
  }

  @Override
  public Optional<WorkloadCondition> condition(String namespace, String deployment) {
    return get(namespace, DEPLOYMENT, deployment)
        .map(
            live -> {
              LocalPods pods = new LocalPods(connection, namespace(namespace), deployment);
              return DeploymentStatus.of(live).condition(pods::trouble);
            });
  }

  private static Manifest manifest(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return new Manifest(object);
    }
    throw FailureType.UNREACHABLE.retryable(
        "the local cluster answers with something else than an object");
  }

  private static Answer successful(Answer answer) {
    return LocalClusterConnection.successful(answer);
  }

  private static String namespace(String namespace) {
    return "/v1/namespaces/" + encoded(namespace);
  }

  private static String object(String namespace, String kind, String name) {
    return namespace(namespace) + "/objects/" + encoded(kind) + "/" + encoded(name);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
