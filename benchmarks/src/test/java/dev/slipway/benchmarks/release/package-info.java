/** What is read out of histories. */
@NullMarked
package dev.slipway.benchmarks.release;

import org.jspecify.annotations.NullMarked;
