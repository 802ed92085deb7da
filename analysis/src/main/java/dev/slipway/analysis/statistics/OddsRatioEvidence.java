package dev.slipway.analysis.statistics;

import java.util.List;

/**
 * What an {@link OddsRatioProcess} has gathered: enough to continue it bit for bit.
 *
 * @param logLikelihood of each odds ratio of the grid given everything seen, up to a constant
 * @param onsets for each copy that started late, the logarithm of each alternative's likelihood
 *     ratio at its start
 */
public record OddsRatioEvidence(Doubles logLikelihood, List<Doubles> onsets) {

  public OddsRatioEvidence {
    onsets = List.copyOf(onsets);
    if (onsets.size() > OddsRatioProcess.LATE_COPIES) {
      throw new IllegalArgumentException(
          "There are at most %d late copies, but there should be %d."
              .formatted(OddsRatioProcess.LATE_COPIES, onsets.size()));
    }
  }
}
