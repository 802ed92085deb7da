package dev.slipway.localcluster.gateway;

import dev.slipway.localcluster.gateway.RoutingTable.Rule;
import java.util.Optional;

/**
 * How a request ends, counted once.
 *
 * @param startNanos when its head was there
 */
record Outcome(GatewayMetrics metrics, Rule rule, long startNanos) {

  void count(Optional<String> backend, int code) {
    metrics.record(rule, backend, code, System.nanoTime() - startNanos);
  }
}
