/**
 * Progressive delivery of one revision in one environment: the workflow, the pure planner of its
 * steps, and the activities that make a canary, shift traffic to it and judge it.
 */
@NullMarked
package dev.slipway.rollout;

import org.jspecify.annotations.NullMarked;
