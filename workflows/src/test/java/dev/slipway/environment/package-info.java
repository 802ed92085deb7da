/** Tests of the environment's decisions. */
@NullMarked
package dev.slipway.environment;

import org.jspecify.annotations.NullMarked;
