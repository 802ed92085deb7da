/**
 * The time and the history events of a whole release, beside a bare workflow with the same
 * activities.
 */
@NullMarked
package dev.slipway.benchmarks.release;

import org.jspecify.annotations.NullMarked;
