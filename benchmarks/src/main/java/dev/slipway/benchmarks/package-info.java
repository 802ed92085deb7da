/**
 * Side-by-side measurements, started by {@code benchmarks/run.sh}. Nothing here is deployed; what
 * is measured is the product's own code, with an outside that answers at once.
 */
@NullMarked
package dev.slipway.benchmarks;

import org.jspecify.annotations.NullMarked;
