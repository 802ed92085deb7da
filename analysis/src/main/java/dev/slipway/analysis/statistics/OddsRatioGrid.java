package dev.slipway.analysis.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The odds ratios at which a likelihood is kept: the null (1, no difference), the alternatives that
 * a mixture bets on, and others that only an interval for the ratio needs.
 *
 * <p>The mixtures are those of ANALYSIS.md 2.1 and 2.2. A mixture over ratios, not over the
 * canary's share of errors, because that share moves with the weight.
 */
public final class OddsRatioGrid {

  /**
   * For errors: alternatives 1.5 to 1000, the last with double weight, and 60 nodes from 0.02 to
   * 2000.
   */
  public static final OddsRatioGrid ERRORS =
      new OddsRatioGrid(
          new double[] {1.5, 2, 3, 5, 10, 30, 100, 1000},
          new double[] {1, 1, 1, 1, 1, 1, 1, 2},
          IntStream.range(0, 60).mapToDouble(i -> 0.02 * Math.pow(1e5, i / 59.0)));

  /** For latency: alternatives 1.1 to 20, equal weights, and their inverses. */
  public static final OddsRatioGrid LATENCY =
      new OddsRatioGrid(
          new double[] {1.1, 1.2, 1.4, 1.8, 2.5, 5, 20},
          new double[] {1, 1, 1, 1, 1, 1, 1},
          DoubleStream.of(1.1, 1.2, 1.4, 1.8, 2.5, 5, 20).map(ratio -> 1 / ratio));

  private final double[] nodes;
  private final double[] logNodes;
  private final int nullNode;
  private final int[] alternatives;
  private final double[] logWeights;

  private OddsRatioGrid(double[] alternatives, double[] weights, DoubleStream others) {
    this.nodes =
        DoubleStream.concat(
                others, DoubleStream.concat(DoubleStream.of(1), Arrays.stream(alternatives)))
            .sorted()
            .distinct()
            .toArray();
    this.logNodes = Arrays.stream(nodes).map(Math::log).toArray();
    this.nullNode = Arrays.binarySearch(nodes, 1);
    this.alternatives =
        Arrays.stream(alternatives).mapToInt(ratio -> Arrays.binarySearch(nodes, ratio)).toArray();
    this.logWeights = logShares(weights);
  }

  private OddsRatioGrid(OddsRatioGrid grid, double[] weights) {
    this.nodes = grid.nodes;
    this.logNodes = grid.logNodes;
    this.nullNode = grid.nullNode;
    this.alternatives = grid.alternatives;
    this.logWeights = logShares(weights);
  }

  /**
   * The same odds ratios with other stakes, fixed before the release.
   *
   * @param weights one above 0 for each alternative; their sum does not matter
   */
  public OddsRatioGrid withWeights(double... weights) {
    if (weights.length != alternatives.length
        || !Arrays.stream(weights).allMatch(weight -> weight > 0 && weight < Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "A mixture needs %d weights above 0, but has %s."
              .formatted(alternatives.length, Arrays.toString(weights)));
    }
    return new OddsRatioGrid(this, weights);
  }

  /** How many odds ratios there are in all. */
  public int size() {
    return nodes.length;
  }

  /** The odds ratio at an index; ascending. */
  public double node(int index) {
    return nodes[index];
  }

  double logNode(int index) {
    return logNodes[index];
  }

  int nullNode() {
    return nullNode;
  }

  /** How many alternatives the mixture has. */
  public int alternatives() {
    return alternatives.length;
  }

  /** Index of an alternative among the nodes. */
  int nodeOfAlternative(int alternative) {
    return alternatives[alternative];
  }

  double logWeight(int alternative) {
    return logWeights[alternative];
  }

  private static double[] logShares(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> Math.log(weight / sum)).toArray();
  }

  @Override
  public String toString() {
    return Arrays.toString(nodes);
  }
}
