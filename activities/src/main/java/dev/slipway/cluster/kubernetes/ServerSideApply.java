package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.IgnoredFields;
import dev.slipway.cluster.OutdatedObjectException;
import dev.slipway.cluster.RefusedObjectException;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Answer;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes objects, each as a whole, as the one field manager that we are. */
final class ServerSideApply {

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final Pattern NOT_ALLOWED = Pattern.compile("User \"[^\"]*\" cannot ");

  /** The API server sets these; an apply that names them is refused, or claims what is not ours. */
  private static final List<String> KEPT_BY_CLUSTER =
      List.of(
          "managedFields",
          "uid",
          "creationTimestamp",
          "generation",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private final KubernetesConnection connection;

  ServerSideApply(KubernetesConnection connection) {
    this.connection = connection;
  }

  /** What strangers have added to the object goes, too: see {@link ManagedFields}. */
  Manifest apply(String namespace, Manifest desired) {
    KubernetesKind kind = KubernetesKind.of(desired);
    Optional<Manifest> live = connection.find(kind.path(namespace, desired.name()));
    Manifest settled = live.map(found -> new ManagedFields(found).settled(desired)).orElse(desired);
    return live.flatMap(found -> takeOver(namespace, kind, found, settled))
        .map(version -> write(namespace, atVersion(settled, version), ""))
        .orElseGet(() -> write(namespace, settled, ""));
  }

  /** What an apply would make of the object. */
  Manifest predicted(String namespace, Manifest desired) {
    return write(namespace, desired, "&dryRun=All");
  }

  /** Exactly these fields are ours afterwards. */
  Manifest write(String namespace, Manifest desired) {
    return write(namespace, desired, "");
  }

  private Manifest write(String namespace, Manifest desired, String effect) {
    ObjectNode json = desired.json().deepCopy();
    json.remove("status");
    ObjectNode metadata = json.withObjectProperty("metadata");
    metadata.remove(KEPT_BY_CLUSTER);
    metadata.put("namespace", namespace);
    String path =
        KubernetesKind.of(desired).path(namespace, desired.name())
            + "?fieldManager="
            + KubernetesCluster.FIELD_MANAGER
            + "&force=true&fieldValidation=Strict"
            + effect;
    Answer answer = connection.exchange(Call.patch(path, APPLY, json.toString()));
    return switch (answer.status()) {
      case 409 -> throw KubernetesCluster.outdated(desired);
      case 400, 404, 413, 415, 422, 500 -> throw refused(desired, answer);
      case 403 -> {
        if (NOT_ALLOWED.matcher(answer.message()).find()) {
          yield KubernetesConnection.manifest(connection.successful(answer).json());
        }
        throw refused(desired, answer);
      }
      default -> KubernetesConnection.manifest(connection.successful(answer).json());
    };
  }

  /** The object's version afterwards; empty when nothing had to be taken over. */
  private Optional<JsonNode> takeOver(
      String namespace, KubernetesKind kind, Manifest live, Manifest desired) {
    Optional<ArrayNode> records = new ManagedFields(live).takenOver(IgnoredFields.of(desired));
    if (records.isEmpty()) {
      return Optional.empty();
    }
    JsonNode version = live.json().path("metadata").path("resourceVersion");
    JsonNode expected = desired.json().path("metadata").path("resourceVersion");
    if (!expected.isMissingNode() && !expected.equals(version)) {
      throw KubernetesCluster.outdated(desired);
    }
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    patch.add(replace("/metadata/managedFields", records.get()));
    patch.add(replace("/metadata/resourceVersion", version));
    Answer answer =
        connection.exchange(
            Call.patch(
                kind.path(namespace, live.name())
                    + "?fieldManager="
                    + KubernetesCluster.FIELD_MANAGER,
                JSON_PATCH,
                patch.toString()));
    if (answer.status() == 409 || answer.status() == 404) {
      throw KubernetesCluster.outdated(desired);
    }
    return Optional.of(
        connection.successful(answer).json().path("metadata").path("resourceVersion"));
  }

  private static ObjectNode replace(String path, JsonNode value) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("op", "replace");
    operation.put("path", path);
    operation.set("value", value);
    return operation;
  }

  private static Manifest atVersion(Manifest desired, JsonNode version) {
    if (desired.json().path("metadata").path("resourceVersion").isMissingNode()) {
      return desired;
    }
    ObjectNode json = desired.json().deepCopy();
    json.withObjectProperty("metadata").set("resourceVersion", version);
    return new Manifest(json);
  }

  /** The API server's sentence may quote values, which a Secret's must not be. */
  private static RuntimeException refused(Manifest desired, Answer answer) {
    if (answer.status() == 404) {
      return new RefusedObjectException(
          desired.id()
              + ": the cluster has no such namespace or kind ("
              + answer.message()
              + "): create the namespace, or install the kind, then try again");
    }
    if (answer.message().contains("metadata.resourceVersion")
        && answer.message().contains("must not be set")) {
      return new OutdatedObjectException(desired.id() + " was deleted meanwhile");
    }
    if (!desired.kind().equals("Secret")) {
      return new RefusedObjectException(desired.id() + ": " + answer.message());
    }
    StringBuilder fields = new StringBuilder();
    for (JsonNode cause : answer.json().path("details").path("causes")) {
      fields
          .append(' ')
          .append(cause.path("field").asText())
          .append(" (")
          .append(cause.path("reason").asText())
          .append(')');
    }
    return new RefusedObjectException(
        desired.id() + " is not valid:" + (fields.isEmpty() ? " see its data" : fields));
  }
}
