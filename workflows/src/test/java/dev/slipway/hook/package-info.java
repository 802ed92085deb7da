/** Jobs around a rollout and a sync. */
@NullMarked
package dev.slipway.hook;

import org.jspecify.annotations.NullMarked;
