/**
 * What one block of an analysis costs in time and in garbage, and one line of {@code slipway
 * analyze}: measured by JMH.
 */
@NullMarked
package dev.slipway.benchmarks.blocks;

import org.jspecify.annotations.NullMarked;
