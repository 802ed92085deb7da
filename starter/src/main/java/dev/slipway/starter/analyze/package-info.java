/**
 * {@code slipway analyze}: the engine, the judge and the planner of a rollout over recorded
 * observations, line by line and in bounded memory. Needs no server.
 */
@NullMarked
package dev.slipway.starter.analyze;

import org.jspecify.annotations.NullMarked;
