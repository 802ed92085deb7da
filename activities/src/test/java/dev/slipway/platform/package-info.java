/** Tests of the platform file as a worker reads it. */
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
