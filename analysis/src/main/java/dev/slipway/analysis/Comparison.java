package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.Doubles;
import dev.slipway.analysis.statistics.MixtureEvidence;

/**
 * What is known about one way for a request to be bad.
 *
 * @param total counted so far over all steps, in the blocks that were judged
 * @param evidence that such requests are more likely at the canary
 * @param logBoost natural logarithm of what the evidence is multiplied by in advance; 0 for nothing
 * @param difference bets on the difference of the rates, for the report; empty where none are kept
 */
public record Comparison(
    BadCounts total, MixtureEvidence evidence, double logBoost, Doubles difference) {}
