package dev.slipway.platform;

import java.util.Optional;

/**
 * How a worker reaches a Kubernetes cluster.
 *
 * @param name as environments name it
 * @param kubeconfig path of a file on the worker's machine, {@code ~/} being its home; empty: the
 *     worker runs as a pod of that cluster, and uses its own service account
 * @param context of that file; there when the file is
 * @param gateway whose counters a canary is judged by, where {@code metrics} do not say otherwise
 * @param metrics by which canaries are judged; empty: by the gateway's, and without it nothing has
 *     data
 */
public record ClusterBinding(
    String name,
    Optional<String> kubeconfig,
    Optional<String> context,
    Optional<GatewayBinding> gateway,
    Optional<MetricsBinding> metrics) {

  public ClusterBinding {
    if (kubeconfig.isPresent() != context.isPresent()) {
      throw new IllegalArgumentException("a kubeconfig and its context are named together");
    }
  }

  /** One whose canaries are judged by the gateway's own counters. */
  public ClusterBinding(
      String name,
      Optional<String> kubeconfig,
      Optional<String> context,
      Optional<GatewayBinding> gateway) {
    this(name, kubeconfig, context, gateway, Optional.empty());
  }
}
