package dev.slipway.rollout;

import dev.slipway.cluster.Target;

/** Take all traffic back to stable at once, then delete what was derived for the canary. */
public record WithdrawOrder(Target target, RevisionRef stable) {}
