/** The arithmetic of the reports; the measurements themselves are commands. */
@NullMarked
package dev.slipway.benchmarks;

import org.jspecify.annotations.NullMarked;
