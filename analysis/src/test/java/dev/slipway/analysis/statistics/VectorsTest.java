package dev.slipway.analysis.statistics;

import static dev.slipway.analysis.statistics.Vectors.assertSame;
import static dev.slipway.analysis.statistics.Vectors.counts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
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
            OddsRatioGrid.ERRORS.withWeights(weights), 1, vector.get("pi0").asDouble());
    OddsRatioEvidence evidence = process.start();
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
}
