package dev.slipway.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.kubernetes.KubernetesConnection.Call;
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
    String pods = "/api/v1/namespaces/" + KubernetesKind.encoded(gateway.namespace()) + "/pods";
    JsonNode list =
        connection
            .successful(
                connection.exchange(
                    Call.get(
                        pods
                            + "?limit="
                            + MOST_PODS
                            + "&labelSelector="
                            + KubernetesKind.encoded(gateway.selector()))))
            .json();
    Map<String, String> texts = new LinkedHashMap<>();
    for (JsonNode pod : list.path("items")) {
      String name = pod.at("/metadata/name").asText();
      if (new PodReading(pod).isReady()) {
        String path =
            pods
                + "/"
                + KubernetesKind.encoded(name)
                + ":"
                + gateway.metricsPort()
                + "/proxy/metrics";
        texts.put(name, connection.successful(connection.exchange(Call.get(path))).body());
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
