/** An outside that does nothing and answers at once, so that only the orchestration is measured. */
@NullMarked
package dev.slipway.benchmarks.still;

import org.jspecify.annotations.NullMarked;
