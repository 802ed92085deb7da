package dev.slipway.localcluster.object;

import java.util.List;
import java.util.Map;

/**
 * Which pods answer for a Service. Its port has no meaning here: each pod has one port of its own.
 *
 * @param selector labels that a pod must have
 */
public record ServiceSpec(Map<String, String> selector) implements ObjectSpec {

  public ServiceSpec {
    selector = Map.copyOf(selector);
  }

  /** Whether a pod with these labels belongs to the Service. */
  public boolean selects(Map<String, String> labels) {
    return labels.entrySet().containsAll(selector.entrySet());
  }

  static ServiceSpec of(Fields spec) {
    Map<String, String> selector = spec.textMap("selector");
    if (selector.isEmpty()) {
      spec.refuse("selector", "is required");
    }
    spec.only("type", "ClusterIP");
    spec.only("sessionAffinity", "None");
    List<Fields> ports = spec.children("ports");
    if (ports.size() != 1) {
      spec.refuse("ports", "must have exactly one entry: a pod has one port here");
    }
    for (Fields port : ports) {
      port.only("protocol", "TCP");
      port.number("port", 80, 1, 65_535);
      port.ignore("name", "targetPort", "appProtocol");
      port.end();
    }
    spec.ignore("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy");
    spec.end();
    return new ServiceSpec(selector);
  }
}
