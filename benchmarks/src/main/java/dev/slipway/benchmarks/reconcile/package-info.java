/**
 * What a reconcile costs on a real API server: many environments that have nothing to do, one changed
 * object among all, and all changed.
 */
@NullMarked
package dev.slipway.benchmarks.reconcile;

import org.jspecify.annotations.NullMarked;
