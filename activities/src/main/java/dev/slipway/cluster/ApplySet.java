package dev.slipway.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects of a service in an environment as an ApplySet, the convention of kubectl by which any
 * tool tells what was applied together (KEP-3659): a label on each member, and a parent object that
 * says of which kinds they are.
 *
 * @param namespace of the parent and of all members
 * @param parent name of the ConfigMap that is the parent
 */
record ApplySet(String namespace, String parent) {

  /** Label of a member: the id of its set. */
  static final String PART_OF = "applyset.kubernetes.io/part-of";

  /** Label of a parent: the id of the set. */
  static final String ID = "applyset.kubernetes.io/id";

  /** Annotation of a parent: whose set it is. Other tools leave it alone then. */
  static final String TOOLING = "applyset.kubernetes.io/tooling";

  /** Annotation of a parent: the kinds of its members, as {@code Deployment.apps}. */
  static final String KINDS = "applyset.kubernetes.io/contains-group-kinds";

  private static final String TOOL = "slipway/v1";

  static ApplySet of(Target target) {
    return new ApplySet(
        target.namespace(), "slipway-" + target.key().service() + "-" + target.key().environment());
  }

  /** As the convention derives it from the parent: its name, namespace, kind and (no) group. */
  String id() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((parent + "." + namespace + ".ConfigMap.").getBytes(StandardCharsets.UTF_8));
      return "applyset-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "-v1";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean hasMember(Manifest object) {
    return object.json().path("metadata").path("labels").path(PART_OF).asText("").equals(id());
  }

  /** Whether a live object is the parent; one of this name that is not is somebody else's. */
  boolean isParent(Manifest live) {
    return live.json().path("metadata").path("labels").path(ID).asText("").equals(id());
  }

  Manifest parentOf(Set<String> kinds) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = json.putObject("metadata");
    metadata.put("name", parent).put("namespace", namespace);
    metadata.putObject("labels").put(ID, id());
    metadata
        .putObject("annotations")
        .put(TOOLING, TOOL)
        .put(KINDS, String.join(",", new TreeSet<>(kinds)));
    return new Manifest(json);
  }

  static Set<String> kindsOf(Manifest parent) {
    String text = parent.json().path("metadata").path("annotations").path(KINDS).asText("");
    Set<String> kinds = new TreeSet<>();
    for (String kind : text.split(",", -1)) {
      if (!kind.isBlank()) {
        kinds.add(kind.strip());
      }
    }
    return kinds;
  }

  /** The kind alone of what {@link #groupKind} makes. */
  static String kind(String groupKind) {
    int dot = groupKind.indexOf('.');
    return dot < 0 ? groupKind : groupKind.substring(0, dot);
  }

  /** {@code Deployment.apps}, {@code ConfigMap}. */
  static String groupKind(Manifest object) {
    String version = object.json().path("apiVersion").asText();
    int slash = version.indexOf('/');
    return object.kind() + (slash < 0 ? "" : "." + version.substring(0, slash));
  }
}
