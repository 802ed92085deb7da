package dev.slipway.cluster;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.manifest.Manifest;
import java.util.Map;
import java.util.Optional;

/**
 * Whose a live object is, by its labels. An object without them is not ours, whatever its name.
 *
 * @param key the service and environment that own
 */
public record Ownership(EnvironmentKey key) {

  /** What all labels and annotations of Slipway's begin with. */
  public static final String PREFIX = "slipway.dev/";

  public static final String MANAGED_BY = PREFIX + "managed-by";
  public static final String SERVICE = PREFIX + "service";
  public static final String ENVIRONMENT = PREFIX + "environment";

  /** Names the workload for whose canary an object was made. */
  public static final String DERIVED_FOR = PREFIX + "derived-for";

  /** Annotation of a derived object: the name of the object that it is a copy of. */
  public static final String COPY_OF = PREFIX + "copy-of";

  /** Annotation: the revision whose sync or promotion wrote the object last. */
  public static final String REVISION = PREFIX + "revision";

  /** The labels of every object of this service in this environment. */
  public Map<String, String> labels() {
    return Map.of(MANAGED_BY, "slipway", SERVICE, key.service(), ENVIRONMENT, key.environment());
  }

  /** The labels of what was made for a canary of this workload. */
  public Map<String, String> derivedLabels(String workload) {
    return Map.of(
        MANAGED_BY,
        "slipway",
        SERVICE,
        key.service(),
        ENVIRONMENT,
        key.environment(),
        DERIVED_FOR,
        workload);
  }

  /** Whose an object with these labels is; empty when they do not say it. */
  static Optional<EnvironmentKey> ownerOf(Map<String, String> labels) {
    String environment = labels.getOrDefault(ENVIRONMENT, "");
    String service = labels.getOrDefault(SERVICE, "");
    return environment.isBlank() || service.isBlank()
        ? Optional.empty()
        : Optional.of(new EnvironmentKey(environment, service));
  }

  boolean owns(Manifest live) {
    return labels().entrySet().stream()
        .allMatch(label -> label.getValue().equals(labelOf(live, label.getKey())));
  }

  /** Why an object must not be touched; empty when it is ours. */
  public Optional<String> objection(Manifest live) {
    if (owns(live)) {
      return Optional.empty();
    }
    String of =
        labelOf(live, MANAGED_BY).equals("slipway")
            ? "belongs to "
                + labelOf(live, SERVICE)
                + " in "
                + labelOf(live, ENVIRONMENT)
                + ": rename one of them"
            : "is not Slipway's: adopt it first (slipway environment adopt "
                + key.environment()
                + " "
                + key.service()
                + ", or label it "
                + MANAGED_BY
                + "=slipway, "
                + SERVICE
                + "="
                + key.service()
                + ", "
                + ENVIRONMENT
                + "="
                + key.environment()
                + ") or rename yours";
    return Optional.of(live.id() + " exists and " + of);
  }

  /** Why an object cannot be adopted; empty when it is ours or nobody's. */
  Optional<String> objectionToAdopt(Manifest live) {
    return labelOf(live, MANAGED_BY).equals("slipway") ? objection(live) : Optional.empty();
  }

  public static boolean isDerived(Manifest live) {
    return !labelOf(live, DERIVED_FOR).isEmpty();
  }

  /** The revision that wrote this object; empty when none of ours did. */
  public static String revisionOf(Manifest live) {
    return live.json().path("metadata").path("annotations").path(REVISION).asText("");
  }

  private static String labelOf(Manifest live, String label) {
    return live.json().path("metadata").path("labels").path(label).asText("");
  }
}
