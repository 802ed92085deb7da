package dev.slipway.analysis.statistics;

import java.util.List;

/**
 * What an {@link EffectMixture} has gathered: enough to continue it bit for bit.
 *
 * @param logLikelihood of each effect of the grid given everything seen, up to a constant
 * @param onsets for each copy that started late, the likelihoods of the mixture's nodes at its
 *     start, relative to the middle of the null
 */
public record MixtureEvidence(Doubles logLikelihood, List<Doubles> onsets) {

  public MixtureEvidence {
    onsets = List.copyOf(onsets);
    if (onsets.size() > EffectMixture.LATE_COPIES) {
      throw new IllegalArgumentException(
          "There are at most %d late copies, but there should be %d."
              .formatted(EffectMixture.LATE_COPIES, onsets.size()));
    }
  }
}
