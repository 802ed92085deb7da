/**
 * Slipway's verdicts beside those of the field, on the same simulated traffic.
 *
 * <p>A {@link dev.slipway.benchmarks.canary.Scenario} says what happens to a service; a {@link
 * dev.slipway.benchmarks.canary.RequestStream} draws from it, block by block, what each slice of
 * the traffic would meet at either version; {@link dev.slipway.benchmarks.canary.Rule}s look at
 * their own share of it and decide. Counts are drawn, not requests, so that an hour at a thousand
 * requests a second costs milliseconds.
 */
@NullMarked
package dev.slipway.benchmarks.canary;

import org.jspecify.annotations.NullMarked;
