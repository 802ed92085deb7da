package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.IgnoredFields;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One record of {@code metadata.managedFields}: who has set what, and how.
 *
 * @param json the record as the API server keeps it
 */
record FieldOwner(JsonNode json) {

  /** What kubectl calls itself, whichever of its commands: it is a person's hand. */
  private static final String KUBECTL = "kubectl";

  /**
   * Programs whose work it is to fill in others' objects, and who do it by updating the whole: the
   * cluster's own (the volume of a claim), those of small distributions, which are one program, and
   * who brings certificates into webhooks.
   */
  private static final Set<String> CONTROLLERS =
      Set.of(
          "kube-controller-manager",
          "cloud-controller-manager",
          "kube-scheduler",
          "kubelet",
          "kube-apiserver",
          "k3s",
          "kubelite",
          "cert-manager-cainjector",
          "pilot-discovery");

  /** The mark of {@code kubectl rollout restart}, which is an order and no drift. */
  private static final List<String> RESTART =
      List.of(
          "f:spec",
          "f:template",
          "f:metadata",
          "f:annotations",
          "f:kubectl.kubernetes.io/restartedAt");

  static List<FieldOwner> of(Manifest live) {
    List<FieldOwner> owners = new ArrayList<>();
    live.json()
        .path("metadata")
        .path("managedFields")
        .forEach(entry -> owners.add(new FieldOwner(entry)));
    return owners;
  }

  String manager() {
    return json.path("manager").asText();
  }

  boolean isUs() {
    return manager().equals(KubernetesCluster.FIELD_MANAGER) && isApply() && isWhole();
  }

  /** Somebody else, also through a subresource, but for the status. */
  boolean isOther() {
    return !isUs() && !json.path("subresource").asText("").equals("status");
  }

  /**
   * Somebody else who writes the object as a whole and has no right to: neither a controller, nor
   * an autoscaler (through the scale), nor one whose fields are ignored.
   */
  boolean isRival(IgnoredFields ignored) {
    return !isUs()
        && isWhole()
        && !CONTROLLERS.contains(manager())
        && !ignored.managers().contains(manager());
  }

  /**
   * A rival who does not even declare what is his: a person at kubectl, or whoever updates. Other
   * tools that apply have said which fields they mean, and share the object with us.
   */
  boolean isStranger(IgnoredFields ignored) {
    return isRival(ignored) && (!isApply() || manager().startsWith(KUBECTL));
  }

  private boolean isApply() {
    return json.path("operation").asText().equals("Apply");
  }

  private boolean isWhole() {
    return json.path("subresource").asText("").isEmpty();
  }

  /** The set of fields; not a copy. */
  FieldTree fields() {
    return new FieldTree(
        json.path("fieldsV1") instanceof ObjectNode fields
            ? fields
            : JsonNodeFactory.instance.objectNode());
  }

  /** What of it is neither a label or annotation, which are everybody's own, nor an order. */
  FieldTree contents() {
    ObjectNode rest = fields().fields().deepCopy();
    rest.remove(List.of("f:metadata", "f:status"));
    remove(rest, RESTART);
    return new FieldTree(rest);
  }

  /** Takes a field out, and what is empty without it. */
  private static void remove(ObjectNode tree, List<String> path) {
    String first = path.getFirst();
    if (!(tree.get(first) instanceof ObjectNode child)) {
      return;
    }
    if (path.size() > 1) {
      remove(child, path.subList(1, path.size()));
    }
    if (path.size() == 1 || child.isEmpty() || (child.size() == 1 && child.has("."))) {
      tree.remove(first);
    }
  }
}
