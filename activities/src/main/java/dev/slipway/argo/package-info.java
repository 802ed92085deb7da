/**
 * Rollouts of Argo Rollouts, for teams who have them: what their controller says of one, the steps
 * that Slipway gives to it, and the {@link dev.slipway.traffic.Router} that moves traffic by them.
 */
@NullMarked
package dev.slipway.argo;

import org.jspecify.annotations.NullMarked;
