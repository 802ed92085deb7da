package dev.slipway.analysis;

import java.time.Duration;

/**
 * That the evidence crossed its bound; it stays so, whatever comes after.
 *
 * @param at end of the block in which it did, since the canary got ready
 * @param metric whose evidence weighed most
 * @param logEvidence natural logarithm of the combined evidence there
 */
public record Regression(Duration at, String metric, double logEvidence) {}
