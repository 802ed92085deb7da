package dev.slipway.analysis.statistics;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The effects at which a likelihood is kept: those of the null, the alternatives that a mixture
 * bets on, and others that only an interval needs. An effect is the logarithm of an odds ratio, or
 * the strength of a tilt; 0 means no difference.
 *
 * <p>The mixtures are those of ANALYSIS.md 2.1 and 2.2. A mixture over ratios, not over the
 * canary's share of errors, because that share moves with the weight.
 *
 * <p><b>Pod effects</b> (ANALYSIS-POWER.md C1). Instances of one version differ persistently by
 * themselves; the null is then not one effect but {@code margin + v}, {@code v ~ N(0, tau^2)}, and
 * an alternative is the same difference of instances, shifted. Both stand on <em>one</em> lattice:
 *
 * <pre>{@code
 * h = min(spacing, tau)   J = ceil(2.6 tau/h)   v_j = j h, j = -J..J   b_j ~ exp(-v_j^2/(2 tau^2))
 * d_k = h max(1, round(effect_k / h))
 * nodes: margin + v_j  (null)    margin + d_k + v_j  (alternative k)
 * }</pre>
 *
 * <p>The shared lattice is essential: with quadrature nodes of their own for each component a
 * healthy canary's effect falls between the nodes of the null but on one of an alternative, and a
 * quarter of healthy canaries was rolled back. With {@code tau = 0} the null is the margin alone
 * and the alternatives are exactly as given.
 */
public final class EffectGrid {

  /**
   * For errors: odds ratios 1.5 to 1000, the last with double weight, and 60 nodes from 0.02 to
   * 2000.
   */
  public static final EffectGrid ERRORS =
      new EffectGrid(
          new Design(
              logs(1.5, 2, 3, 5, 10, 30, 100, 1000),
              Doubles.of(1, 1, 1, 1, 1, 1, 1, 2),
              Doubles.generate(60, i -> Math.log(0.02 * Math.pow(1e5, i / 59.0))),
              0.1),
          0,
          0);

  /** For latency: odds ratios 1.1 to 20, equal weights, and their inverses. */
  public static final EffectGrid LATENCY =
      new EffectGrid(
          new Design(
              logs(1.1, 1.2, 1.4, 1.8, 2.5, 5, 20),
              Doubles.of(1, 1, 1, 1, 1, 1, 1),
              logs(1 / 1.1, 1 / 1.2, 1 / 1.4, 1 / 1.8, 1 / 2.5, 1 / 5.0, 1 / 20.0),
              0.05),
          0,
          0);

  /** For a tilt of all buckets of a histogram: 0.05 to 0.8, equal weights. */
  public static final EffectGrid TILT =
      new EffectGrid(
          new Design(
              Doubles.of(0.05, 0.1, 0.2, 0.4, 0.8),
              Doubles.of(1, 1, 1, 1, 1),
              Doubles.zeros(0),
              0.02),
          0,
          0);

  /** A smaller spread of instances is none. */
  public static final double SMALLEST_TAU = 0.02;

  /** A larger spread leaves nothing to be found. */
  public static final double LARGEST_TAU = 2;

  private static final double REACH = 2.6;

  private final Design design;
  private final double margin;
  private final double tau;
  private final double[] nodes;
  private final int[] nullNodes;
  private final int[][] alternativeNodes;
  private final int[] latticeNodes;
  private final int[] latticeIndex;
  private final double[] logNullWeights;
  private final double[] logWeights;

  /** What does not depend on the null. */
  private record Design(Doubles effects, Doubles weights, Doubles others, double spacing) {}

  private EffectGrid(Design design, double margin, double tau) {
    this.design = design;
    this.margin = margin;
    this.tau = tau;
    double step = tau == 0 ? 0 : Math.min(design.spacing(), tau);
    int reach = tau == 0 ? 0 : (int) Math.ceil(REACH * tau / step);
    double[] shifts = shifts(step);
    TreeSet<Double> all = new TreeSet<>();
    design.others().stream().forEach(all::add);
    for (int j = -reach; j <= reach; j++) {
      all.add(point(0, j, step));
      for (double shift : shifts) {
        all.add(point(shift, j, step));
      }
    }
    this.nodes = all.stream().mapToDouble(Double::doubleValue).toArray();
    this.nullNodes = nodesAround(0, reach, step);
    this.alternativeNodes = new int[shifts.length][];
    Arrays.setAll(alternativeNodes, k -> nodesAround(shifts[k], reach, step));
    int centre = nullNodes[reach];
    this.latticeNodes =
        IntStream.concat(
                Arrays.stream(nullNodes),
                Arrays.stream(alternativeNodes).flatMapToInt(Arrays::stream))
            .filter(node -> node != centre)
            .distinct()
            .sorted()
            .toArray();
    this.latticeIndex = new int[nodes.length];
    Arrays.fill(latticeIndex, -1);
    for (int i = 0; i < latticeNodes.length; i++) {
      latticeIndex[latticeNodes[i]] = i;
    }
    this.logNullWeights =
        logShares(
            IntStream.rangeClosed(-reach, reach)
                .mapToDouble(
                    j -> tau == 0 ? 1 : Math.exp(-0.5 * (j * step / tau) * (j * step / tau)))
                .toArray());
    this.logWeights = logShares(design.weights().stream().toArray());
  }

  /**
   * A grid of its own, without pod effects.
   *
   * @param spacing of the lattice once it has pod effects
   * @param effects above 0, ascending
   */
  public static EffectGrid of(double spacing, double... effects) {
    return new EffectGrid(
        new Design(
            Doubles.of(effects),
            Doubles.generate(effects.length, k -> 1),
            Doubles.zeros(0),
            spacing),
        0,
        0);
  }

  /**
   * The same effects with other stakes, fixed before the release.
   *
   * @param weights one above 0 for each alternative; their sum does not matter
   */
  public EffectGrid withWeights(double... weights) {
    if (weights.length != alternatives()
        || !Arrays.stream(weights).allMatch(weight -> weight > 0 && weight < Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "A mixture needs %d weights above 0, but has %s."
              .formatted(alternatives(), Arrays.toString(weights)));
    }
    return new EffectGrid(
        new Design(design.effects(), Doubles.of(weights), design.others(), design.spacing()),
        margin,
        tau);
  }

  /**
   * The same with pod effects in the null.
   *
   * @param spread tau, standard deviation of the effect between the versions that the choice of
   *     instances makes by itself; below {@link #SMALLEST_TAU} it is 0, at most {@link
   *     #LARGEST_TAU}
   */
  public EffectGrid withPodEffects(double spread) {
    if (!(spread >= 0 && spread <= LARGEST_TAU)) {
      throw new IllegalArgumentException(
          "The spread of instances must lie between 0 and 2, but is " + spread + ".");
    }
    return new EffectGrid(design, margin, spread < SMALLEST_TAU ? 0 : spread);
  }

  /**
   * The same with a null that allows for more.
   *
   * @param effect that is not yet a regression, {@code ln psi_0}, 0 to 3
   */
  public EffectGrid withMargin(double effect) {
    if (!(effect >= 0 && effect <= 3)) {
      throw new IllegalArgumentException(
          "A margin must be an effect between 0 and 3, but is " + effect + ".");
    }
    return new EffectGrid(design, effect, tau);
  }

  /** How many effects there are in all. */
  public int size() {
    return nodes.length;
  }

  /** The effect at an index; ascending. */
  public double node(int index) {
    return nodes[index];
  }

  /** How many alternatives the mixture has. */
  public int alternatives() {
    return design.effects().size();
  }

  /** Whether the null has a spread. */
  boolean hasPodEffects() {
    return tau > 0;
  }

  /** How many nodes the null has, and each alternative with it. */
  int spread() {
    return nullNodes.length;
  }

  /** Index of the null's j-th node among all nodes. */
  int nullNode(int j) {
    return nullNodes[j];
  }

  /** Index of an alternative's j-th node among all nodes. */
  int alternativeNode(int alternative, int j) {
    return alternativeNodes[alternative][j];
  }

  double logNullWeight(int j) {
    return logNullWeights[j];
  }

  double logWeight(int alternative) {
    return logWeights[alternative];
  }

  /** How many nodes the mixture needs, apart from the middle of the null. */
  public int latticeSize() {
    return latticeNodes.length;
  }

  /** What a function of the nodes is at the nodes of the mixture, less what it is at the middle. */
  Doubles relative(IntToDoubleFunction ofNode) {
    double middle = ofNode.applyAsDouble(nullNodes[nullNodes.length / 2]);
    return Doubles.generate(
        latticeNodes.length, i -> ofNode.applyAsDouble(latticeNodes[i]) - middle);
  }

  /** A node's value in such a row. */
  double relativeAt(Doubles relative, int node) {
    int index = latticeIndex[node];
    return index < 0 ? 0 : relative.get(index);
  }

  private double[] shifts(double step) {
    return design.effects().stream()
        .map(effect -> step == 0 ? effect : step * Math.max(1, Math.rint(effect / step)))
        .toArray();
  }

  /** On a lattice the shift is a multiple of the step, and equal points must be equal numbers. */
  private double point(double shift, int j, double step) {
    return step == 0 ? margin + shift : margin + step * (Math.rint(shift / step) + j);
  }

  private int[] nodesAround(double shift, int reach, double step) {
    return IntStream.rangeClosed(-reach, reach)
        .map(j -> Arrays.binarySearch(nodes, point(shift, j, step)))
        .toArray();
  }

  private static Doubles logs(double... ratios) {
    return Doubles.generate(ratios.length, i -> Math.log(ratios[i]));
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
