package dev.slipway.localcluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.localcluster.object.InvalidObject.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Deployment's pods are made from.
 *
 * @param labels of each pod, the template's hash included
 * @param grace how long a pod may take to stop, in-flight requests and its own work each
 * @param hash changes when the template does
 * @param source as it was written, to be kept with each pod
 */
public record PodTemplate(
    Map<String, String> labels,
    ContainerSpec container,
    Duration grace,
    String hash,
    JsonNode source) {

  /** The label that tells the pods of one template from those of another. */
  public static final String HASH_LABEL = "pod-template-hash";

  private static final int GRACE_SECONDS = 10;

  public PodTemplate {
    labels = Map.copyOf(labels);
  }

  /**
   * Reads a template that was kept with a pod.
   *
   * @throws InvalidObject when the file was changed by hand
   */
  public static PodTemplate kept(JsonNode source) {
    List<FieldError> errors = new ArrayList<>();
    PodTemplate template = of(Fields.at("template", source, errors));
    if (!errors.isEmpty()) {
      throw new InvalidObject(errors);
    }
    return template;
  }

  static PodTemplate of(Fields template) {
    Fields metadata = template.child("metadata");
    String hash = Json.digest(template.node());
    Map<String, String> labels = new LinkedHashMap<>(metadata.textMap("labels"));
    labels.put(HASH_LABEL, hash);
    metadata.textMap("annotations");
    metadata.ignore("creationTimestamp", "name", "namespace");
    metadata.end();

    Fields spec = template.child("spec");
    List<Fields> containers = spec.children("containers");
    if (containers.size() != 1) {
      spec.refuse("containers", "must have exactly one entry");
    }
    ContainerSpec container =
        containers.isEmpty()
            ? ContainerSpec.of(spec.child("containers"))
            : ContainerSpec.of(containers.getFirst());
    int grace = spec.number("terminationGracePeriodSeconds", GRACE_SECONDS, 0, 3600);
    spec.only("restartPolicy", "Always");
    spec.ignore(
        "affinity",
        "automountServiceAccountToken",
        "dnsPolicy",
        "enableServiceLinks",
        "imagePullSecrets",
        "nodeSelector",
        "priorityClassName",
        "schedulerName",
        "securityContext",
        "serviceAccount",
        "serviceAccountName",
        "tolerations",
        "topologySpreadConstraints");
    spec.end();
    template.end();
    return new PodTemplate(
        labels, container, Duration.ofSeconds(grace), hash, template.node().deepCopy());
  }
}
