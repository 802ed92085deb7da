package dev.slipway.gitops.render;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Workload;
import dev.slipway.temporal.FailureType;
import java.util.Comparator;
import java.util.List;

/** From the files of a path to its rendered state. */
public final class RenderedPath {

  /** What others need comes first: configuration, then names, then pods, then routes. */
  private static final List<List<String>> ORDER =
      List.of(
          List.of("Namespace", "CustomResourceDefinition"),
          List.of("ServiceAccount", "Role", "RoleBinding", "ConfigMap", "Secret"),
          List.of("PersistentVolumeClaim", "Service"));

  private static final List<String> LAST =
      List.of("Ingress", "HTTPRoute", "HorizontalPodAutoscaler");

  private RenderedPath() {}

  /**
   * @param commit whose files these are
   * @param workload name of the Deployment or Rollout; blank means the only one there is
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when there is not exactly one
   */
  public static Rendered of(PathObjects path, String where, String commit, String workload) {
    List<Manifest> objects =
        path.manifests().stream().sorted(Comparator.comparingInt(RenderedPath::rank)).toList();
    Workload found =
        Workload.find(objects, workload).orElseThrow(() -> noWorkload(objects, where, workload));
    return new Rendered(RevisionDigest.state(commit, objects, found), objects);
  }

  private static int rank(Manifest manifest) {
    for (int i = 0; i < ORDER.size(); i++) {
      if (ORDER.get(i).contains(manifest.kind())) {
        return i;
      }
    }
    return LAST.contains(manifest.kind()) ? ORDER.size() + 1 : ORDER.size();
  }

  private static RuntimeException noWorkload(
      List<Manifest> objects, String where, String workload) {
    List<String> there =
        objects.stream()
            .filter(object -> Workload.KINDS.contains(object.kind()))
            .map(Manifest::id)
            .toList();
    String wanted =
        workload.isBlank()
            ? "exactly one Deployment or Rollout"
            : "one Deployment or Rollout '" + workload + "'";
    return FailureType.MISCONFIGURED.permanent(
        "'"
            + where
            + "' needs "
            + wanted
            + " and has "
            + (there.isEmpty() ? "none" : String.join(", ", there))
            + ": mend 'workload' in the delivery file, or the path");
  }
}
