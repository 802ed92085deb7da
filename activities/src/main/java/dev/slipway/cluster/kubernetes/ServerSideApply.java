package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  /** What others have set against it goes, too: see {@link ManagedFields}. */
  Manifest apply(String namespace, Manifest desired) {
    Manifest current = takenOver(namespace, desired, Refusal.NONE);
    Answer answer = patch(namespace, current, FORCED);
    Refusal because = Refusal.of(answer);
    // Before anything is taken from a tool that only shares the object, it is sure that this helps.
    return because.isNone() || rehearsed(namespace, current, because).isEmpty()
        ? written(current, answer)
        : write(namespace, takenOver(namespace, current, because));
  }

  /** The object as it is to be applied, now that what others have set against it is ours. */
  private Manifest takenOver(String namespace, Manifest desired, Refusal refusal) {
    Optional<Manifest> live = find(namespace, desired);
    Manifest settled = live.map(found -> new ManagedFields(found).settled(desired)).orElse(desired);
    return live.flatMap(found -> takeOver(namespace, new TakeOver(found, settled, refusal)))
        .map(version -> atVersion(settled, version))
        .orElse(settled);
  }

  /** What an apply would make of the object. */
  Manifest predicted(String namespace, Manifest desired) {
    return predicted(namespace, desired, patch(namespace, desired, FORCED + DRY_RUN));
  }

  private Manifest predicted(String namespace, Manifest desired, Answer answer) {
    Refusal because = Refusal.of(answer);
    return (because.isNone() ? Optional.<Manifest>empty() : rehearsed(namespace, desired, because))
        .orElseGet(() -> written(desired, answer));
  }

  /**
   * What an apply would make of the object that first takes over what others have set against it;
   * empty when there is nothing such.
   *
   * @throws RefusedObjectException when the API server refuses that as well
   */
  private Optional<Manifest> rehearsed(String namespace, Manifest desired, Refusal because) {
    return find(namespace, desired)
        .flatMap(
            live -> {
              atSameVersion(live, desired);
              return new TakeOver(live, desired, because).rehearsal();
            })
        .map(
            patch ->
                written(
                    desired,
                    connection.exchange(
                        Call.patch(
                            path(namespace, desired) + DRY_RUN, JSON_PATCH, patch.toString()))));
  }

  private Optional<Manifest> find(String namespace, Manifest object) {
    return connection.find(kinds.of(object).path(namespace, object.name()));
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
      predicted(namespace, desired, answer);
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
    return written(desired, patch(namespace, desired, FORCED));
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
    return connection.exchange(
        Call.patch(path(namespace, desired) + effect, APPLY, json.toString()));
  }

  private String path(String namespace, Manifest object) {
    return kinds.of(object).path(namespace, object.name())
        + "?fieldManager="
        + KubernetesCluster.FIELD_MANAGER
        + "&fieldValidation=Strict";
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
  private Optional<JsonNode> takeOver(String namespace, TakeOver takeOver) {
    return takeOver
        .patch()
        .map(
            patch -> {
              Manifest desired = takeOver.desired();
              atSameVersion(takeOver.live(), desired);
              Answer answer =
                  connection.exchange(
                      Call.patch(path(namespace, desired), JSON_PATCH, patch.toString()));
              if (answer.status() == 409 || answer.status() == 404) {
                throw KubernetesCluster.outdated(desired);
              }
              return connection.successful(answer).json().path("metadata").path("resourceVersion");
            });
  }

  private static void atSameVersion(Manifest live, Manifest desired) {
    JsonNode expected = desired.json().path("metadata").path("resourceVersion");
    if (!expected.isMissingNode()
        && !expected.equals(live.json().path("metadata").path("resourceVersion"))) {
      throw KubernetesCluster.outdated(desired);
    }
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
