/** Reads the platform file of this worker. */
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
