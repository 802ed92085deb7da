package dev.slipway.analysis;

import dev.slipway.analysis.statistics.MixtureEvidence;
import dev.slipway.analysis.statistics.NoRegressionEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything an analysis has gathered. Kept after each block, it lets another process continue the
 * <em>same</em> analysis bit for bit; the guarantee is lost when one is begun anew instead.
 *
 * @param plan fixed at the start
 * @param observedUntil end of the last block, since the canary got ready
 * @param firstBlock end of the first one: late copies of the tests count from there
 * @param regressedAt end of the block in which the evidence crossed its bound; from then on nothing
 *     more is judged
 * @param pending requests that wait to be judged
 * @param step requests of the present step: 0 means that there was no traffic in it
 * @param comparisons one for each way to be bad, over all steps
 * @param tilts one for each metric whose histogram is tested as a whole, over all steps
 * @param proofs for each metric of the plan and each of its ways to be bad, in this step
 */
public record AnalysisState(
    AnalysisPlan plan,
    Duration observedUntil,
    Optional<Duration> firstBlock,
    Optional<Duration> regressedAt,
    Optional<PendingBlock> pending,
    Traffic step,
    List<Comparison> comparisons,
    List<MixtureEvidence> tilts,
    List<List<NoRegressionEvidence>> proofs) {

  /** Version of what {@link #encode} writes; {@link #decode} reads it and all before it. */
  public static final int VERSION = StateFormat.VERSION;

  public AnalysisState {
    comparisons = List.copyOf(comparisons);
    tilts = List.copyOf(tilts);
    proofs = proofs.stream().map(List::copyOf).toList();
    if (comparisons.size() != plan.instruments().defects().size()
        || tilts.size() != plan.instruments().tilted().size()
        || proofs.size() != plan.metrics().size()) {
      throw new IllegalArgumentException("A state must belong to its plan, but has other metrics.");
    }
  }

  /**
   * As text of at most 90 kB, for {@link #decode}; usually about 20 kB, and 80 kB with pod effects
   * at seven boundaries.
   */
  public String encode() {
    return StateWriter.write(this);
  }

  /**
   * Reads what {@link #encode} wrote, in this version or an earlier one: then the analysis goes on
   * by the rules that it was begun with.
   *
   * @throws UnreadableStateException when it is damaged or of a later version
   */
  public static AnalysisState decode(String encoded) {
    return StateReader.read(encoded);
  }
}
