package dev.slipway.analysis.statistics;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Is a bad request more likely at the canary? The conditional odds-ratio e-process, the main test
 * of the analysis.
 *
 * <p>ANALYSIS.md 2.1. Given how many requests each version served in a block and how many were bad
 * in all, the canary's share of the bad ones follows {@link NoncentralHypergeometric} with {@code
 * psi = odds(pc)/odds(pb)}, whatever the common rate is and however it moves. So shared incidents,
 * changing weights and autoscaling cancel. Null: {@code psi <= 1} in every block, or as the grid
 * says.
 *
 * <pre>{@code
 * l(psi) += ( xc ln psi - ln S(psi) ) / phi       for each psi of the grid
 * E        = the mixture's, of these likelihoods
 * }</pre>
 *
 * <ul>
 *   <li>Proof: the likelihood ratio of a block has mean 1 at psi_0 and increases in xc, and xc is
 *       stochastically smaller for a smaller psi: so its mean is at most 1 on all of the null, and
 *       products and mixtures keep that. With randomly split requests the law at psi = 1 holds
 *       whatever the dependence between requests.
 *   <li>{@code phi > 1} tempers it for clusters of up to phi bad requests that reach one version
 *       together (sticky sessions), as {@code E[f^(k/phi)] <= (E f)^(k/phi)} for {@code k <= phi}
 *       (2.6). It is not proven together with pod effects, and refused.
 * </ul>
 */
public final class OddsRatioProcess {

  private final EffectMixture mixture;
  private final EffectGrid grid;
  private final double[] ratios;
  private final double phi;

  /**
   * With the usual share on the first copy.
   *
   * @param phi tempering, 1 for none
   */
  public OddsRatioProcess(EffectGrid grid, double phi) {
    this(grid, phi, EffectMixture.FIRST_SHARE);
  }

  /**
   * @param grid of logarithms of odds ratios
   * @param phi tempering, 1 for none
   * @param firstShare of the stake that is on the first copy, above 0 and below 1
   */
  public OddsRatioProcess(EffectGrid grid, double phi, double firstShare) {
    if (!(phi >= 1)) {
      throw new IllegalArgumentException("Phi must be at least 1, but is " + phi + ".");
    }
    if (phi > 1 && grid.hasPodEffects()) {
      throw new IllegalArgumentException(
          "Pod effects are not covered for clustered requests (phi above 1): allow for them by a margin.");
    }
    this.mixture = new EffectMixture(grid, firstShare);
    this.grid = grid;
    this.ratios =
        IntStream.range(0, grid.size()).mapToDouble(i -> Math.exp(grid.node(i))).toArray();
    this.phi = phi;
  }

  /** Nothing gathered yet. */
  public MixtureEvidence start() {
    return mixture.start();
  }

  /**
   * Continues with a block.
   *
   * @param counts of the block; changes nothing when there is nothing to compare
   * @param begin of the block since the analysis began: decides which copies have started
   */
  public MixtureEvidence observe(MixtureEvidence before, BadCounts counts, Duration begin) {
    if (!counts.comparable()) {
      return before;
    }
    NoncentralHypergeometric.Likelihood likelihood =
        new NoncentralHypergeometric(counts.canary(), counts.stable(), counts.bad())
            .likelihood(counts.canaryBad());
    return mixture.observe(before, node -> likelihood.of(ratios[node]) / phi, begin);
  }

  /** Natural logarithm of E: how many times more likely than chance a regression is. */
  public double logEvidence(MixtureEvidence evidence) {
    return mixture.logEvidence(evidence);
  }

  /**
   * All odds ratios that are not refuted, at all times at once, with confidence {@code 1-alpha}: of
   * the requests as they were served, whatever the reason, pod effects included.
   */
  public Interval confidence(MixtureEvidence evidence, double alpha) {
    return RatioConfidence.interval(grid, evidence.logLikelihood(), alpha);
  }

  EffectMixture mixture() {
    return mixture;
  }

  double phi() {
    return phi;
  }
}
