/**
 * A canary made of derived objects beside the team's own: prepared, given traffic and judged block
 * by block, promoted or withdrawn. Works on any {@code Cluster}, {@code Router} and {@code
 * MetricSource}.
 */
@NullMarked
package dev.slipway.rollout;

import org.jspecify.annotations.NullMarked;
