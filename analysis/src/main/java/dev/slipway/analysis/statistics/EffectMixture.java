package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A bet on the effects of a grid, given the likelihood that each of them has: what the tests of the
 * analysis have in common.
 *
 * <p>ANALYSIS.md 2.1 and ANALYSIS-POWER.md C1; l is the cumulative log-likelihood, l_s what it was
 * when copy s started, l_0 = 0:
 *
 * <pre>{@code
 * D = sum_j b_j exp l(m + v_j)
 * E = sum_s pi_s sum_k g_k [ sum_j b_j exp( l_s(m + v_j) + l(m + d_k + v_j) - l_s(m + d_k + v_j) ) ] / D
 * }</pre>
 *
 * <ul>
 *   <li>Proof: numerator and D are marginal likelihoods of the same counts: "instances differ by v"
 *       against "the same, and worse by d_k from the start of copy s on". A likelihood ratio has
 *       mean 1 under the null, and so do averages. That the instances' effect stays in l_s is
 *       essential: a copy with a fresh D would not be a martingale. Without pod effects the null is
 *       everything up to the margin; with them that is proven for the first copy only, and for the
 *       late ones at the margin itself.
 *   <li>Copies: a regression that begins after minutes of health would meet a depleted E; so a part
 *       of the stake is kept for 15 copies that start one every two minutes, and count as 1 until
 *       then.
 *   <li>Source of the first copy's share of 0.7: ANALYSIS-POWER.md C2 (0.5 in ANALYSIS.md 2.1).
 * </ul>
 */
public final class EffectMixture {

  /** How many copies start after the first. */
  public static final int LATE_COPIES = 15;

  /** The usual share of the first copy. */
  public static final double FIRST_SHARE = 0.7;

  static final Duration ONSET_EVERY = Duration.ofMinutes(2);

  private final EffectGrid grid;
  private final double logFirstShare;
  private final double logLateShare;

  /** Of the onsets that were asked for last: they change every two minutes only. */
  private volatile Copies copies;

  /**
   * @param firstShare of the stake that is on the first copy, above 0 and below 1; the late ones
   *     share the rest
   */
  public EffectMixture(EffectGrid grid, double firstShare) {
    if (!(firstShare > 0 && firstShare < 1)) {
      throw new IllegalArgumentException(
          "The first copy's share must lie between 0 and 1, but is " + firstShare + ".");
    }
    this.grid = grid;
    this.logFirstShare = Math.log(firstShare);
    this.logLateShare = Math.log((1 - firstShare) / LATE_COPIES);
    this.copies = new Copies(List.of());
  }

  EffectGrid grid() {
    return grid;
  }

  /** Nothing gathered yet. */
  public MixtureEvidence start() {
    return new MixtureEvidence(Doubles.zeros(grid.size()), List.of());
  }

  /**
   * Continues with a block.
   *
   * @param increment of the log-likelihood at each node of the grid
   * @param begin of the block since the analysis began: decides which copies have started
   */
  public MixtureEvidence observe(
      MixtureEvidence before, IntToDoubleFunction increment, Duration begin) {
    MixtureEvidence started = started(before, begin);
    return new MixtureEvidence(
        Doubles.generate(
            grid.size(), node -> started.logLikelihood().get(node) + increment.applyAsDouble(node)),
        started.onsets());
  }

  /** The same with the copies that are due. Changes nothing in what is known. */
  MixtureEvidence started(MixtureEvidence before, Duration begin) {
    long due = Math.min(LATE_COPIES, begin.dividedBy(ONSET_EVERY));
    if (before.onsets().size() >= due) {
      return before;
    }
    Doubles now = grid.relative(before.logLikelihood()::get);
    List<Doubles> onsets = new ArrayList<>(before.onsets());
    while (onsets.size() < due) {
      onsets.add(now);
    }
    return new MixtureEvidence(before.logLikelihood(), onsets);
  }

  /** Natural logarithm of E: how many times more likely than chance an effect is. */
  public double logEvidence(MixtureEvidence evidence) {
    return bets(evidence).logEvidenceAfter(node -> 0);
  }

  @SuppressWarnings("ReferenceEquality") // a state hands the same list on until a copy starts
  private Copies copiesOf(List<Doubles> onsets) {
    Copies known = copies;
    if (known.onsets != onsets) {
      known = new Copies(onsets);
      copies = known;
    }
    return known;
  }

  /** What all copies that have started still have at stake, for each alternative and node. */
  private final class Copies {

    private final List<Doubles> onsets;
    private final double[][] log = new double[grid.alternatives()][grid.spread()];

    Copies(List<Doubles> onsets) {
      this.onsets = onsets;
      for (int j = 0; j < grid.spread(); j++) {
        for (int k = 0; k < log.length; k++) {
          log[k][j] = logShare(grid.nullNode(j), grid.alternativeNode(k, j));
        }
      }
    }

    private double logShare(int atNull, int node) {
      LogSum sum = new LogSum();
      sum.add(logFirstShare);
      for (Doubles onset : onsets) {
        sum.add(logLateShare + grid.relativeAt(onset, atNull) - grid.relativeAt(onset, node));
      }
      return sum.value();
    }
  }

  /** What is at stake before the next block. */
  Bets bets(MixtureEvidence evidence) {
    return new Bets(evidence);
  }

  /** All copies of a mixture taken together: enough to know E after any further block. */
  final class Bets {

    private final double[][] logStakes = new double[grid.alternatives()][grid.spread()];
    private final double[] logNull = new double[grid.spread()];
    private final double logWaiting;

    private Bets(MixtureEvidence evidence) {
      Doubles now = grid.relative(evidence.logLikelihood()::get);
      Copies shares = copiesOf(evidence.onsets());
      for (int j = 0; j < logNull.length; j++) {
        int atNull = grid.nullNode(j);
        logNull[j] = grid.logNullWeight(j) + grid.relativeAt(now, atNull);
        for (int k = 0; k < logStakes.length; k++) {
          int node = grid.alternativeNode(k, j);
          logStakes[k][j] =
              grid.logWeight(k)
                  + grid.logNullWeight(j)
                  + grid.relativeAt(now, node)
                  + shares.log[k][j];
        }
      }
      int waiting = LATE_COPIES - evidence.onsets().size();
      logWaiting = waiting == 0 ? Double.NEGATIVE_INFINITY : logLateShare + Math.log(waiting);
    }

    /** Natural logarithm of E after a block whose log-likelihood at each node is given. */
    double logEvidenceAfter(IntToDoubleFunction increment) {
      LogSum nulls = new LogSum();
      LogSum alternatives = new LogSum();
      for (int j = 0; j < logNull.length; j++) {
        nulls.add(logNull[j] + increment.applyAsDouble(grid.nullNode(j)));
        for (int k = 0; k < logStakes.length; k++) {
          alternatives.add(logStakes[k][j] + increment.applyAsDouble(grid.alternativeNode(k, j)));
        }
      }
      LogSum evidence = new LogSum();
      evidence.add(alternatives.value() - nulls.value());
      evidence.add(logWaiting);
      return evidence.value();
    }

    /** Natural logarithm of how likely each node of the null is now, up to a constant. */
    double logNull(int j) {
      return logNull[j];
    }
  }
}
