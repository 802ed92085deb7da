/**
 * What was counted for both versions of a service, read at one instant: the {@link
 * dev.slipway.metrics.MetricSource} port and the direct scrape of a gateway.
 */
@NullMarked
package dev.slipway.metrics;

import org.jspecify.annotations.NullMarked;
