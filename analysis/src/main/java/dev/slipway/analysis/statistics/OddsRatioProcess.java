package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Is a bad request more likely at the canary? The conditional odds-ratio e-process, the main test
 * of the analysis.
 *
 * <p>ANALYSIS.md 2.1. Given how many requests each version served in a block and how many were bad
 * in all, the canary's share of the bad ones follows {@link NoncentralHypergeometric} with {@code
 * psi = odds(pc)/odds(pb)}, whatever the common rate is and however it moves. So shared incidents,
 * changing weights and autoscaling cancel. Null: {@code psi <= 1} in every block.
 *
 * <pre>{@code
 * L_k += ( xc (ln psi_k - ln psi_0) - ln S(psi_k) + ln S(psi_0) ) / phi       for each alternative psi_k
 * E    = sum_s pi_s sum_k g_k exp(L_k now - L_k when copy s started)
 * }</pre>
 *
 * <ul>
 *   <li>Proof: the likelihood ratio of a block has mean 1 at psi_0 and increases in xc, and xc is
 *       stochastically smaller for a smaller psi: so its mean is at most 1 on all of the null, and
 *       products and mixtures keep that. With randomly split requests the law at psi = 1 holds
 *       whatever the dependence between requests.
 *   <li>{@code phi > 1} tempers it for clusters of up to phi bad requests that reach one version
 *       together (sticky sessions), as {@code E[f^(k/phi)] <= (E f)^(k/phi)} for {@code k <= phi}
 *       (2.6).
 *   <li>Copies: a regression that begins after minutes of health would meet a depleted E; so half
 *       of the stake is kept for 15 copies that start one every two minutes, and count as 1 until
 *       then. It costs {@code ln 2} when the canary is bad from the beginning.
 * </ul>
 */
public final class OddsRatioProcess {

  static final int LATE_COPIES = 15;
  static final Duration ONSET_EVERY = Duration.ofMinutes(2);

  private static final double FIRST_SHARE = 0.5;

  private final OddsRatioGrid grid;
  private final double phi;
  private final double logFirstShare;
  private final double logLateShare;

  /**
   * Half of the stake is on the first copy.
   *
   * @param phi tempering, 1 for none
   */
  public OddsRatioProcess(OddsRatioGrid grid, double phi) {
    this(grid, phi, FIRST_SHARE);
  }

  /**
   * @param phi tempering, 1 for none
   * @param firstShare of the stake that is on the first copy, above 0 and below 1; the late ones
   *     share the rest
   */
  public OddsRatioProcess(OddsRatioGrid grid, double phi, double firstShare) {
    if (!(firstShare > 0 && firstShare < 1)) {
      throw new IllegalArgumentException(
          "The first copy's share must lie between 0 and 1, but is " + firstShare + ".");
    }
    if (!(phi >= 1)) {
      throw new IllegalArgumentException("Phi must be at least 1, but is " + phi + ".");
    }
    this.grid = grid;
    this.phi = phi;
    this.logFirstShare = Math.log(firstShare);
    this.logLateShare = Math.log((1 - firstShare) / LATE_COPIES);
  }

  /** Nothing gathered yet. */
  public OddsRatioEvidence start() {
    return new OddsRatioEvidence(Doubles.zeros(grid.size()), List.of());
  }

  /**
   * Continues with a block.
   *
   * @param counts of the block; changes nothing when there is nothing to compare
   * @param begin of the block since the analysis began: decides which copies have started
   */
  public OddsRatioEvidence observe(OddsRatioEvidence before, BadCounts counts, Duration begin) {
    if (!counts.comparable()) {
      return before;
    }
    NoncentralHypergeometric law =
        new NoncentralHypergeometric(counts.canary(), counts.stable(), counts.bad());
    Doubles logLikelihood =
        Doubles.generate(
            grid.size(),
            node ->
                before.logLikelihood().get(node)
                    + law.logProbability(counts.canaryBad(), grid.node(node)) / phi);
    return new OddsRatioEvidence(logLikelihood, startLateCopies(before, begin));
  }

  /** Natural logarithm of E: how many times more likely than chance a regression is. */
  public double logEvidence(OddsRatioEvidence evidence) {
    double[] logRatios = logRatios(evidence.logLikelihood());
    LogSum sum = new LogSum();
    sum.add(logFirstShare + logMixture(logRatios, Doubles.zeros(grid.alternatives())));
    for (Doubles onset : evidence.onsets()) {
      sum.add(logLateShare + logMixture(logRatios, onset));
    }
    for (int copy = evidence.onsets().size(); copy < LATE_COPIES; copy++) {
      sum.add(logLateShare);
    }
    return sum.value();
  }

  /**
   * All odds ratios that are not refuted, at all times at once, with confidence {@code 1-alpha}.
   */
  public Interval confidence(OddsRatioEvidence evidence, double alpha) {
    return RatioConfidence.interval(grid, evidence.logLikelihood(), alpha);
  }

  private List<Doubles> startLateCopies(OddsRatioEvidence before, Duration begin) {
    long due = Math.min(LATE_COPIES, begin.dividedBy(ONSET_EVERY));
    if (before.onsets().size() >= due) {
      return before.onsets();
    }
    Doubles logRatios = Doubles.of(logRatios(before.logLikelihood()));
    List<Doubles> onsets = new ArrayList<>(before.onsets());
    while (onsets.size() < due) {
      onsets.add(logRatios);
    }
    return onsets;
  }

  private double[] logRatios(Doubles logLikelihood) {
    double[] logRatios = new double[grid.alternatives()];
    double atNull = logLikelihood.get(grid.nullNode());
    for (int k = 0; k < logRatios.length; k++) {
      logRatios[k] = logLikelihood.get(grid.nodeOfAlternative(k)) - atNull;
    }
    return logRatios;
  }

  private double logMixture(double[] logRatios, Doubles onset) {
    LogSum sum = new LogSum();
    for (int k = 0; k < logRatios.length; k++) {
      sum.add(grid.logWeight(k) + logRatios[k] - onset.get(k));
    }
    return sum.value();
  }
}
