/** Tests of the rollout's decisions. */
@NullMarked
package dev.slipway.rollout;

import org.jspecify.annotations.NullMarked;
