package dev.slipway.metrics;

import java.time.Instant;

/**
 * What one instance has counted.
 *
 * @param at when that was read from it
 * @param counters cumulative
 */
public record InstanceCounters(Instant at, VersionCounters counters) {}
