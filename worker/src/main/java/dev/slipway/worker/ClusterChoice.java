package dev.slipway.worker;

import dev.slipway.platform.ClusterBinding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which of the platform file's clusters a worker serves. To take the work of a cluster that it
 * cannot reach would keep it from the worker that can.
 *
 * @param named by the worker's settings; none: all that it can reach
 * @param pod whether the worker runs as a pod, and so can be one of a cluster that names no
 *     kubeconfig
 */
record ClusterChoice(Set<String> named, boolean pod) {

  ClusterChoice {
    named = Set.copyOf(named);
  }

  static ClusterChoice of(WorkerSettings settings) {
    return new ClusterChoice(
        Set.copyOf(settings.kubernetesClusters()),
        System.getenv("KUBERNETES_SERVICE_HOST") != null);
  }

  /**
   * @param clusters all of the platform file
   */
  List<ClusterBinding> among(List<ClusterBinding> clusters) {
    if (!named.isEmpty()) {
      return clusters.stream().filter(cluster -> named.contains(cluster.name())).toList();
    }
    boolean certain = pod && own(clusters).size() == 1;
    return clusters.stream()
        .filter(cluster -> cluster.kubeconfig().isPresent() || certain)
        .toList();
  }

  /** What a person should mend, in whole sentences. */
  List<String> remarks(List<ClusterBinding> clusters) {
    Set<String> unknown = new TreeSet<>(named);
    clusters.forEach(cluster -> unknown.remove(cluster.name()));
    if (!unknown.isEmpty()) {
      return List.of(
          "slipway.kubernetes-clusters names "
              + unknown
              + ", which the platform file does not: write them there, and start the worker anew");
    }
    Set<String> own = own(clusters);
    if (!named.isEmpty() || !pod || own.size() < 2) {
      return List.of();
    }
    return List.of(
        "which of "
            + own
            + " this worker is a pod of is not known, and it serves none of them: name it in"
            + " slipway.kubernetes-clusters");
  }

  /** Those that are served from within. */
  private static Set<String> own(List<ClusterBinding> clusters) {
    return clusters.stream()
        .filter(cluster -> cluster.kubeconfig().isEmpty())
        .map(ClusterBinding::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
