package dev.slipway.cluster;

import dev.slipway.manifest.Manifest;
import java.util.Set;

/** What has to be there before what, within a wave. Pure. */
final class ApplyOrder {

  private static final String GATEWAY_API = "gateway.networking.k8s.io/";

  /** They run pods for as long as they are there. */
  private static final Set<String> WORKLOADS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "Rollout");

  /** What other objects lie in, or are of. */
  private static final Set<String> GROUND = Set.of("Namespace", "CustomResourceDefinition");

  private ApplyOrder() {}

  /** The lower, the earlier. What nobody knows counts as configuration. */
  static int rank(Manifest object) {
    if (isRoute(object)) {
      return 9;
    }
    return switch (object.kind()) {
      case "Namespace" -> 0;
      case "CustomResourceDefinition" -> 1;
      case "ServiceAccount", "Role", "ClusterRole" -> 2;
      case "RoleBinding", "ClusterRoleBinding" -> 3;
      case "Service", "NetworkPolicy", "PodDisruptionBudget" -> 5;
      case "Deployment", "StatefulSet", "DaemonSet", "Rollout" -> 6;
      case "Job" -> 7;
      case "HorizontalPodAutoscaler", "CronJob" -> 8;
      default -> 4;
    };
  }

  /** Comes before all waves: what else there is may need it. */
  static boolean isGround(Manifest object) {
    return GROUND.contains(object.kind());
  }

  static boolean isWorkload(Manifest object) {
    return WORKLOADS.contains(object.kind());
  }

  /** Brings traffic to pods. */
  static boolean isRoute(Manifest object) {
    return Set.of("Ingress", "IngressRoute").contains(object.kind())
        || (object.kind().endsWith("Route")
            && object.json().path("apiVersion").asText().startsWith(GATEWAY_API));
  }
}
