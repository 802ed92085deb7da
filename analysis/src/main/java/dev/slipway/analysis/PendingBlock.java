package dev.slipway.analysis;

import java.time.Duration;

/**
 * Blocks that wait until they hold enough requests together to be judged as one (ANALYSIS.md 2.0).
 *
 * @param begin of the first of them since the canary got ready
 */
public record PendingBlock(Duration begin, ArmCounts canary, ArmCounts stable) {

  private static final long ENOUGH_REQUESTS = 20;

  static PendingBlock empty(Duration begin, int boundaries) {
    return new PendingBlock(begin, ArmCounts.nothing(boundaries), ArmCounts.nothing(boundaries));
  }

  PendingBlock plus(Block block) {
    return new PendingBlock(begin, canary.plus(block.canary()), stable.plus(block.stable()));
  }

  /** It need not wait for more. Decided by requests only, never by how many of them were bad. */
  boolean enough() {
    return canary.requests() + stable.requests() >= ENOUGH_REQUESTS;
  }

  /** Both versions served something. */
  boolean comparable() {
    return canary.requests() > 0 && stable.requests() > 0;
  }
}
