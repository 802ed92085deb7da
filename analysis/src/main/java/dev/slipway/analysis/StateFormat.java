package dev.slipway.analysis;

import dev.slipway.analysis.statistics.EffectGrid;
import dev.slipway.analysis.statistics.NoRegressionProof;

/**
 * What writer and reader of a state agree on: {@code <version>:<Base64 of the fields and their
 * CRC-32>}, big endian, numbers bit for bit. Sizes that follow from the plan are not written.
 *
 * <p>The version changes with every field and with every change of {@link EffectGrid} or {@link
 * NoRegressionProof} that gives the numbers another meaning.
 */
final class StateFormat {

  static final int VERSION = 3;

  /** The first one, by the rules of {@link Edition#FIRST}. */
  static final int OLDEST_VERSION = 1;

  /** 90 kB of Base64. */
  static final int MOST_BYTES = 67_500;

  static final int MOST_CHARACTERS = 90_000;

  static final int CHECKSUM_BYTES = 4;

  private StateFormat() {}
}
