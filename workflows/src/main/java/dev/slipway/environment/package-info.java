/**
 * The environment entity: it owns the slot and its queue, keeps live equal to the production
 * branch, starts rollouts, restores Git after a regression, and remembers outcomes and quarantines.
 */
@NullMarked
package dev.slipway.environment;

import org.jspecify.annotations.NullMarked;
