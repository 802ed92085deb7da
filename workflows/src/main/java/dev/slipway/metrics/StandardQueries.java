package dev.slipway.metrics;

/**
 * Where the requests, errors and latency of a version are counted.
 *
 * @param requests all that were answered
 * @param errors those that failed by the service's fault; no series of it while there are requests
 *     means none, as counters are per status
 * @param latency buckets of a histogram in seconds
 */
public record StandardQueries(String requests, String errors, String latency) {}
