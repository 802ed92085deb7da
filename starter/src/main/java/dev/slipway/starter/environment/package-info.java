/** {@code slipway environment …}: what is live where, and whether it is what Git says. */
@NullMarked
package dev.slipway.starter.environment;

import org.jspecify.annotations.NullMarked;
