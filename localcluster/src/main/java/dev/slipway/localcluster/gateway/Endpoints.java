package dev.slipway.localcluster.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which pods answer for which Service now. */
public final class Endpoints {

  private final AtomicInteger turn = new AtomicInteger();
  private volatile Map<ServiceName, List<Endpoint>> byService = Map.of();

  /** A Service in its namespace. */
  public record ServiceName(String namespace, String name) {}

  /** In force for the next request. */
  public void publish(Map<ServiceName, List<Endpoint>> endpoints) {
    byService = Map.copyOf(endpoints);
  }

  /** How many pods of the Service would get a request now. */
  public long ready(ServiceName service) {
    return byService.getOrDefault(service, List.of()).stream()
        .filter(Endpoint::takesRequests)
        .count();
  }

  /**
   * The pod with the fewest requests in flight, in turn among equals, with a place taken for one
   * request; null when none is ready but those that were tried.
   */
  @Nullable Endpoint begin(ServiceName service, Set<Endpoint> tried) {
    List<Endpoint> all = byService.getOrDefault(service, List.of());
    int start = turn.getAndIncrement();
    List<Endpoint> order =
        java.util.stream.IntStream.range(0, all.size())
            .mapToObj(i -> all.get(Math.floorMod(start + i, all.size())))
            .filter(endpoint -> endpoint.takesRequests() && !tried.contains(endpoint))
            .sorted(Comparator.comparingInt(Endpoint::inFlight))
            .toList();
    for (Endpoint endpoint : order) {
      if (endpoint.begin()) {
        return endpoint;
      }
    }
    return null;
  }
}
