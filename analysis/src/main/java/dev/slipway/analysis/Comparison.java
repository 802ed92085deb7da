package dev.slipway.analysis;

import dev.slipway.analysis.statistics.BadCounts;
import dev.slipway.analysis.statistics.OddsRatioEvidence;

/**
 * What is known about one way for a request to be bad.
 *
 * @param total counted so far over all steps, in the blocks that were judged
 * @param evidence that such requests are more likely at the canary
 */
public record Comparison(BadCounts total, OddsRatioEvidence evidence) {}
