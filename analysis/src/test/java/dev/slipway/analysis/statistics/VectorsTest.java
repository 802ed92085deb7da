package dev.slipway.analysis.statistics;

import static dev.slipway.analysis.statistics.Vectors.assertSame;
import static dev.slipway.analysis.statistics.Vectors.counts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece agrees with the reference, to 1e-9. */
class VectorsTest {

  @ParameterizedTest
  @MethodSource
  void noncentralHypergeometricLaw(JsonNode vector) {
    BadCounts counts = counts(vector);
    NoncentralHypergeometric law =
        new NoncentralHypergeometric(counts.canary(), counts.stable(), counts.bad());
    double oddsRatio = vector.get("psi").asDouble();
    assertSame(law.logSum(oddsRatio), vector.get("logS").asDouble(), vector);
    assertSame(
        law.logProbability(counts.canaryBad(), oddsRatio)
            - law.logProbability(counts.canaryBad(), vector.get("psi0").asDouble()),
        vector.get("logE").asDouble(),
        vector);
  }

  static Stream<JsonNode> noncentralHypergeometricLaw() {
    return Vectors.of("vectors.json", "fnch");
  }

  @ParameterizedTest
  @MethodSource
  void betOnWorse(JsonNode vector) {
    assertSameBets(vector, DifferenceBet::worseBy);
  }

  static Stream<JsonNode> betOnWorse() {
    return Vectors.of("vectors.json", "bet_worse");
  }

  @ParameterizedTest
  @MethodSource
  void betOnNotWorse(JsonNode vector) {
    assertSameBets(vector, DifferenceBet::notWorseBy);
  }

  static Stream<JsonNode> betOnNotWorse() {
    return Vectors.of("vectors.json", "bet_noninferior");
  }

  private static void assertSameBets(JsonNode vector, DoubleFunction<DifferenceBet> direction) {
    DifferenceBet bet = direction.apply(vector.get("delta").asDouble());
    for (int i = 0; i < vector.get("f").size(); i++) {
      assertSame(
          bet.logIncrement(
              counts(vector), vector.get("m").asDouble(), vector.get("f").get(i).asDouble()),
          vector.get("logE").get(i).asDouble(),
          vector);
    }
  }

  @ParameterizedTest
  @MethodSource
  void oneSampleObjective(JsonNode vector) {
    assertSame(
        OneSampleObjective.of(vector.get("p0").asDouble())
            .logEvidence(vector.get("x").asLong(), vector.get("n").asLong()),
        vector.get("logE").asDouble(),
        vector);
  }

  static Stream<JsonNode> oneSampleObjective() {
    return Vectors.of("vectors.json", "slo");
  }

  @ParameterizedTest
  @MethodSource
  void proportionConfidence(JsonNode vector) {
    Interval interval =
        ProportionConfidence.interval(
            vector.get("x").asLong(), vector.get("n").asLong(), vector.get("alpha").asDouble());
    assertSame(interval.low(), vector.get("cs").get(0).asDouble(), vector);
    assertSame(interval.high(), vector.get("cs").get(1).asDouble(), vector);
  }

  static Stream<JsonNode> proportionConfidence() {
    return Vectors.of("vectors.json", "prop_cs");
  }

  @ParameterizedTest
  @MethodSource
  void distributionBand(JsonNode vector) {
    DistributionBand band = new DistributionBand(vector.get("alpha").asDouble());
    assertSame(band.constant(), vector.get("C").asDouble(), vector);
    assertSame(band.halfWidth(1000), vector.get("band_n1000").asDouble(), vector);
    assertSame(band.halfWidth(100_000), vector.get("band_n100000").asDouble(), vector);
  }

  static Stream<JsonNode> distributionBand() {
    return Vectors.of("vectors.json", "dkw_C");
  }

  @ParameterizedTest
  @MethodSource
  void wholePathWithLateCopies(JsonNode vector) {
    double[] weights = new double[vector.get("g").size()];
    Arrays.setAll(weights, i -> vector.get("g").get(i).asDouble());
    OddsRatioProcess process =
        new OddsRatioProcess(
            EffectGrid.ERRORS.withWeights(weights), 1, vector.get("pi0").asDouble());
    MixtureEvidence evidence = process.start();
    int copies = 0;
    for (JsonNode block : vector.get("blocks")) {
      copies += block.get(4).asBoolean() ? 1 : 0;
      BadCounts counts =
          new BadCounts(
              block.get(0).asLong(),
              block.get(2).asLong(),
              block.get(1).asLong(),
              block.get(3).asLong());
      evidence = process.observe(evidence, counts, Duration.ofMinutes(2L * copies));
      assertSame(Math.exp(process.logEvidence(evidence)), block.get(5).asDouble(), block);
    }
    assertThat(copies).isPositive();
  }

  static Stream<JsonNode> wholePathWithLateCopies() {
    return Vectors.of("error-path.json", "err_path");
  }

  @ParameterizedTest
  @MethodSource
  void lawAtLargeCounts(JsonNode vector) {
    BadCounts counts = counts(vector);
    NoncentralHypergeometric law =
        new NoncentralHypergeometric(counts.canary(), counts.stable(), counts.bad());
    double oddsRatio = vector.get("psi").asDouble();
    assertSame(law.logSum(oddsRatio), vector.get("logS").asDouble(), vector);
    assertSame(
        law.logProbability(counts.canaryBad(), oddsRatio), vector.get("logP").asDouble(), vector);
  }

  static Stream<JsonNode> lawAtLargeCounts() {
    return Vectors.of("large-counts.json", "law");
  }

  @ParameterizedTest
  @MethodSource
  void objectiveAtLargeCounts(JsonNode vector) {
    assertSame(
        OneSampleObjective.of(vector.get("p0").asDouble())
            .logEvidence(vector.get("x").asLong(), vector.get("n").asLong()),
        vector.get("logE").asDouble(),
        vector);
  }

  static Stream<JsonNode> objectiveAtLargeCounts() {
    return Vectors.of("large-counts.json", "objective");
  }

  @ParameterizedTest
  @MethodSource
  void costBalancedPrior(JsonNode vector) {
    List<PlannedStep> steps = new ArrayList<>();
    for (int i = 0; i < vector.get("sched").size(); i++) {
      steps.add(
          new PlannedStep(
              vector.get("sched").get(i).asDouble(),
              5 * vector.get("holdBlocks").get(i).asDouble() * vector.get("rps").asDouble()));
    }
    Doubles weights = CostBalancedPrior.weights(vector.get("p0").asDouble(), steps);
    for (int k = 0; k < weights.size(); k++) {
      assertSame(weights.get(k), vector.get("g").get(k).asDouble(), vector);
    }
  }

  static Stream<JsonNode> costBalancedPrior() {
    return Vectors.of("vectors2.json", "gprior");
  }

  @ParameterizedTest
  @MethodSource
  void latticeOfPodEffects(JsonNode vector) {
    EffectGrid grid =
        EffectGrid.ERRORS
            .withPodEffects(vector.get("tau").asDouble())
            .withMargin(Math.log(vector.get("psi0").asDouble()));
    assertThat(grid.spread()).isEqualTo(vector.get("logNull").size());
    int at = 0;
    for (int j = 0; j < grid.spread(); j++) {
      assertSame(grid.logNullWeight(j), vector.get("logNull").get(j).asDouble(), vector);
      assertSame(grid.node(grid.nullNode(j)), vector.get("pts").get(at++).asDouble(), vector);
    }
    for (int k = 0; k < grid.alternatives(); k++) {
      for (int j = 0; j < grid.spread(); j++) {
        assertSame(
            grid.node(grid.alternativeNode(k, j)), vector.get("pts").get(at++).asDouble(), vector);
      }
    }
    assertThat(at).isEqualTo(vector.get("pts").size());
  }

  static Stream<JsonNode> latticeOfPodEffects() {
    return Vectors.of("vectors2.json", "nodes");
  }

  @ParameterizedTest
  @MethodSource
  void wholePathWithPodEffectsAndBoost(JsonNode vector) {
    double[] weights = new double[vector.get("g").size()];
    Arrays.setAll(weights, i -> vector.get("g").get(i).asDouble());
    OddsRatioProcess process =
        new OddsRatioProcess(
            EffectGrid.ERRORS.withWeights(weights).withPodEffects(vector.get("tau").asDouble()),
            1,
            vector.get("pi0").asDouble());
    OvershootBoost boost =
        new OvershootBoost(
            process, -Math.log(vector.get("alpha").asDouble() * vector.get("w").asDouble()));
    MixtureEvidence evidence = process.start();
    double logBoost = 0;
    int copies = 0;
    for (JsonNode block : vector.get("blocks")) {
      copies += block.get(4).asBoolean() ? 1 : 0;
      BadCounts counts =
          new BadCounts(
              block.get(0).asLong(),
              block.get(2).asLong(),
              block.get(1).asLong(),
              block.get(3).asLong());
      Duration begin = Duration.ofMinutes(2L * copies);
      if (vector.get("boost").asBoolean()) {
        logBoost = boost.logBoost(evidence, logBoost, counts, begin);
      }
      evidence = process.observe(evidence, counts, begin);
      assertSame(logBoost, block.get(6).asDouble(), block);
      assertSame(
          Math.exp(logBoost + process.logEvidence(evidence)), block.get(5).asDouble(), block);
    }
    assertThat(copies).isPositive();
  }

  static Stream<JsonNode> wholePathWithPodEffectsAndBoost() {
    return Vectors.of("vectors2.json", "err_path");
  }

  @ParameterizedTest
  @MethodSource
  void tiltOfAllBuckets(JsonNode vector) {
    JsonNode scores = vector.get("score");
    BucketTilt tilt =
        new BucketTilt(Doubles.generate(scores.size(), b -> scores.get(b).asDouble()));
    List<Long> canary = new ArrayList<>();
    List<Long> stable = new ArrayList<>();
    for (int b = 0; b < scores.size(); b++) {
      canary.add(vector.get("C").get(b).asLong());
      stable.add(vector.get("N").get(b).asLong() - canary.get(b));
    }
    for (JsonNode increment : vector.get("inc")) {
      assertSame(
          tilt.logIncrement(canary, stable, increment.get("eta").asDouble()),
          increment.get("log").asDouble(),
          vector);
    }
  }

  static Stream<JsonNode> tiltOfAllBuckets() {
    return Vectors.of("vectors2.json", "tilt");
  }

  @ParameterizedTest
  @MethodSource
  void exchangeableGroups(JsonNode vector) {
    JsonNode errors = vector.get("xs");
    long[] others = new long[errors.size() - 1];
    Arrays.setAll(others, i -> errors.get(i + 1).asLong());
    assertSame(
        GroupExchangeability.logIncrement(
            errors.get(0).asLong(), others, vector.get("lam").asDouble()),
        vector.get("log").asDouble(),
        vector);
  }

  static Stream<JsonNode> exchangeableGroups() {
    return Vectors.of("vectors2.json", "gx");
  }

  @ParameterizedTest
  @MethodSource
  void lowTraffic(JsonNode vector) {
    LowTrafficEvidence evidence = LowTrafficEvidence.of(vector.get("p0U").asDouble() / 2);
    assertSame(
        Math.exp(
            evidence.logEvidence(
                vector.get("x").asLong(),
                vector.get("n").asLong(),
                Math.log(vector.get("Eerr").asDouble()))),
        vector.get("value").asDouble(),
        vector);
  }

  static Stream<JsonNode> lowTraffic() {
    return Vectors.of("vectors2.json", "hist");
  }
}
