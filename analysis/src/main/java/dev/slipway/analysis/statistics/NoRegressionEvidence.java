package dev.slipway.analysis.statistics;

/**
 * What a {@link NoRegressionProof} has gathered in one step.
 *
 * @param logStakes natural logarithm of each bet's stake
 * @param canaryRequests that were bet on
 */
public record NoRegressionEvidence(Doubles logStakes, long canaryRequests) {}
