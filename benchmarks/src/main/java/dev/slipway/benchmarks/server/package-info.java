/** The Temporal server and the worker that a measurement runs on. */
@NullMarked
package dev.slipway.benchmarks.server;

import org.jspecify.annotations.NullMarked;
