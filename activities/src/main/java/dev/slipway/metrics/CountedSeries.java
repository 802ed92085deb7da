package dev.slipway.metrics;

/**
 * The value of one wanted counter in one instance.
 *
 * @param upTo upper bound of the bucket; NaN for a counter
 */
record CountedSeries(WantedCounter wanted, String instance, double upTo, double value) {}
