package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.gateway.RoutingTable.Rule;
import java.util.Optional;

/**
 * How a request ends, counted once.
 *
 * @param startNanos when its head was there
 */
record Outcome(GatewayMetrics metrics, Rule rule, long startNanos) {

  /** Answered by the gateway itself, as no pod took it. */
  void count(Optional<String> backend, int code) {
    metrics.record(rule, backend, Optional.empty(), code, System.nanoTime() - startNanos);
  }

  /** Given to a pod. */
  void count(String backend, Endpoint endpoint, int code) {
    metrics.record(
        rule,
        Optional.of(backend),
        Optional.of(endpoint.pod()),
        code,
        System.nanoTime() - startNanos);
  }
}
