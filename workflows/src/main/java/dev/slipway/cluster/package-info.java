/** Making live equal to desired: sync, drift, prune, health. */
@NullMarked
package dev.slipway.cluster;

import org.jspecify.annotations.NullMarked;
