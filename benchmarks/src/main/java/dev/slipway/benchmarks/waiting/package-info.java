/** What releases cost that wait for a human decision. */
@NullMarked
package dev.slipway.benchmarks.waiting;

import org.jspecify.annotations.NullMarked;
