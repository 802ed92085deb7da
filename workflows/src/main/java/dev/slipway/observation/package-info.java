/**
 * What both versions of a service were counted to do, block by block: the lines that a rollout
 * records and {@code slipway analyze} reads, and the rehearsal that takes the decisions of a
 * rollout again on paper.
 */
@NullMarked
package dev.slipway.observation;

import org.jspecify.annotations.NullMarked;
