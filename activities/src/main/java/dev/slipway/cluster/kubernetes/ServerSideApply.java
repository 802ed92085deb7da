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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes objects, each as a whole, as the one field manager that we are. */
final class ServerSideApply {

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String FORCED = "&force=true";
  private static final String DRY_RUN = "&dryRun=All";

  /** As the API server words it: {@code conflict with "kubectl" using apps/v1}. */
  private static final Pattern MANAGER = Pattern.compile("conflicts? with \"([^\"]*)\"");

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
  private final KubernetesKinds kinds;

  ServerSideApply(KubernetesConnection connection, KubernetesKinds kinds) {
    this.connection = connection;
    this.kinds = kinds;
  }

  /** What strangers have added to the object goes, too: see {@link ManagedFields}. */
  Manifest apply(String namespace, Manifest desired) {
    KubernetesKind kind = kinds.of(desired);
    Optional<Manifest> live = connection.find(kind.path(namespace, desired.name()));
    Manifest settled = live.map(found -> new ManagedFields(found).settled(desired)).orElse(desired);
    return live.flatMap(found -> takeOver(namespace, kind, found, settled))
        .map(version -> write(namespace, atVersion(settled, version), FORCED))
        .orElseGet(() -> write(namespace, settled, FORCED));
  }

  /** What an apply would make of the object. */
  Manifest predicted(String namespace, Manifest desired) {
    return write(namespace, desired, FORCED + DRY_RUN);
  }

  /**
   * Whose fields an apply would take over, by a dry run that does not force; empty when nobody's.
   *
   * @return a sentence a field: {@code spec.replicas, set by kubectl}
   */
  List<String> conflicts(String namespace, Manifest desired) {
    Answer answer = patch(namespace, desired, DRY_RUN);
    List<String> conflicts = conflicts(answer);
    if (conflicts.isEmpty()) {
      written(desired, answer);
    } else {
      predicted(namespace, desired);
    }
    return conflicts;
  }

  private static List<String> conflicts(Answer answer) {
    List<String> conflicts = new ArrayList<>();
    if (answer.status() == 409) {
      for (JsonNode cause : answer.json().path("details").path("causes")) {
        Matcher manager = MANAGER.matcher(cause.path("message").asText());
        if (cause.path("reason").asText().equals("FieldManagerConflict")) {
          String field = cause.path("field").asText();
          conflicts.add(
              (field.startsWith(".") ? field.substring(1) : field)
                  + ", set by "
                  + (manager.find() ? manager.group(1) : "another manager"));
        }
      }
    }
    return conflicts;
  }

  /** Exactly these fields are ours afterwards. */
  Manifest write(String namespace, Manifest desired) {
    return write(namespace, desired, FORCED);
  }

  private Manifest write(String namespace, Manifest desired, String effect) {
    return written(desired, patch(namespace, desired, effect));
  }

  private Answer patch(String namespace, Manifest desired, String effect) {
    ObjectNode json = desired.json().deepCopy();
    json.remove("status");
    ObjectNode metadata = json.withObjectProperty("metadata");
    metadata.remove(KEPT_BY_CLUSTER);
    KubernetesKind kind = kinds.of(desired);
    if (!kind.clusterWide()) {
      metadata.put("namespace", namespace);
    }
    String path =
        kind.path(namespace, desired.name())
            + "?fieldManager="
            + KubernetesCluster.FIELD_MANAGER
            + "&fieldValidation=Strict"
            + effect;
    return connection.exchange(Call.patch(path, APPLY, json.toString()));
  }

  private Manifest written(Manifest desired, Answer answer) {
    Optional<String> beyond = connection.beyondAccount(answer);
    if (beyond.isPresent()) {
      throw new RefusedObjectException(desired.id() + ": " + beyond.get());
    }
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
