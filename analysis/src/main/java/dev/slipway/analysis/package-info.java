/** Sequential statistics and verdicts. */
@NullMarked
package dev.slipway.analysis;

import org.jspecify.annotations.NullMarked;
