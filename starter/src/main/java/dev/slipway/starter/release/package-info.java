/**
 * {@code slipway release …} and {@code slipway rollback}: orders to releases and rollouts, and how
 * they are shown.
 */
@NullMarked
package dev.slipway.starter.release;

import org.jspecify.annotations.NullMarked;
