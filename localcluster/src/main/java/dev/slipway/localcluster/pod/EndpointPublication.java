package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.gateway.Endpoint;
import dev.slipway.localcluster.gateway.Endpoints;
import dev.slipway.localcluster.gateway.Endpoints.ServiceName;
import dev.slipway.localcluster.object.ObjectStore;
import dev.slipway.localcluster.object.ServiceSpec;
import dev.slipway.localcluster.object.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Joins Services and pods into what the gateway spreads requests over. */
public final class EndpointPublication {

  private final ObjectStore objects;
  private final Endpoints endpoints;
  private final ReentrantLock publishing = new ReentrantLock();
  private volatile List<PodEndpoint> pods = List.of();

  /** A pod that has a process. */
  record PodEndpoint(String namespace, Map<String, String> labels, Endpoint endpoint) {}

  public EndpointPublication(ObjectStore objects, Endpoints endpoints) {
    this.objects = objects;
    this.endpoints = endpoints;
  }

  /** To be called when the pods have changed. */
  void publish(List<PodEndpoint> now) {
    pods = List.copyOf(now);
    publish();
  }

  /** To be called when a Service has changed: it is in force when this returns. */
  public void publish() {
    publishing.lock();
    try {
      List<PodEndpoint> all = pods;
      Map<ServiceName, List<Endpoint>> byService = new HashMap<>();
      for (StoredObject object : objects.list()) {
        if (object.spec() instanceof ServiceSpec service) {
          String namespace = object.key().namespace();
          byService.put(
              new ServiceName(namespace, object.key().name()),
              all.stream()
                  .filter(pod -> pod.namespace().equals(namespace))
                  .filter(pod -> service.selects(pod.labels()))
                  .map(PodEndpoint::endpoint)
                  .toList());
        }
      }
      endpoints.publish(byService);
    } finally {
      publishing.unlock();
    }
  }
}
