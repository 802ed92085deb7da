/**
 * Where a worker keeps what its rollouts have counted: outside of Temporal's history, bounded, and
 * without a block that is there twice.
 */
@NullMarked
package dev.slipway.observation;

import org.jspecify.annotations.NullMarked;
