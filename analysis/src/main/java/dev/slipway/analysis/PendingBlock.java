package dev.slipway.analysis;

import java.time.Duration;

/**
 * Blocks that wait until they hold enough requests together to be judged as one (ANALYSIS.md 2.0).
 *
 * @param begin of the first of them since the canary got ready
 */
public record PendingBlock(Duration begin, ArmCounts canary, ArmCounts stable) {

  private static final long ENOUGH_REQUESTS = 20;

  /**
   * A version that was served nothing of so many is not routed to; its requests are not waited for.
   */
  private static final long MOST_REQUESTS = 10_000;

  static PendingBlock empty(Duration begin, AnalysisPlan plan) {
    return new PendingBlock(begin, ArmCounts.nothing(plan), ArmCounts.nothing(plan));
  }

  PendingBlock plus(Block block) {
    return new PendingBlock(begin, canary.plus(block.canary()), stable.plus(block.stable()));
  }

  /**
   * It need not wait for more. Decided by requests only, never by how many of them were bad; as the
   * weight does not change within it, it stays a random split.
   */
  boolean enough(Edition edition) {
    long requests = canary.requests() + stable.requests();
    return requests >= ENOUGH_REQUESTS
        && (!edition.waitsForBoth() || comparable() || requests >= MOST_REQUESTS);
  }

  /** Both versions served something. */
  boolean comparable() {
    return canary.requests() > 0 && stable.requests() > 0;
  }
}
