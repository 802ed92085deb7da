package dev.slipway.cluster.kubernetes;

import dev.slipway.metrics.InstancesText;
import dev.slipway.platform.GatewayBinding;
import dev.slipway.temporal.FailureType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metrics of each pod of a gateway, through the API server: the worker needs no way of its own
 * into the cluster's network.
 */
public final class GatewayPods implements InstancesText {

  private static final int MOST_PODS = 50;

  private final KubernetesConnection connection;
  private final GatewayBinding gateway;

  public GatewayPods(KubernetesConnection connection, GatewayBinding gateway) {
    this.connection = connection;
    this.gateway = gateway;
  }

  @Override
  public Map<String, String> fetch() {
    PodList pods = new PodList(connection, gateway.namespace());
    Map<String, String> texts = new LinkedHashMap<>();
    for (PodReading pod : pods.select(gateway.selector(), MOST_PODS)) {
      if (pod.isReady()) {
        texts.put(pod.name(), pods.answer(pod, gateway.metricsPort(), "/metrics"));
      }
    }
    if (texts.isEmpty()) {
      throw FailureType.UNREACHABLE.retryable(
          "cluster "
              + connection.cluster()
              + " has no ready pod of the gateway: "
              + gateway.selector()
              + " in namespace "
              + gateway.namespace());
    }
    return texts;
  }
}
