/**
 * Queries of counters as people write them in delivery.yaml and platform.yaml: their placeholders,
 * what can be told of them without a server, and the ready-made ones.
 */
@NullMarked
package dev.slipway.metrics;

import org.jspecify.annotations.NullMarked;
