package dev.slipway.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketTiltTest {

  private static final Doubles SCORES = BucketScores.of(List.of(2.0, 5.0, 2.0, 1.0));

  @Property(tries = 100)
  void hasAMeanOfExactlyOneWhenTheLatencyIsTheSame(
      @ForAll @Size(4) List<@IntRange(min = 0, max = 9) Integer> both,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double share,
      @ForAll @DoubleRange(min = 0.01, max = 1) double eta) {
    long all = both.stream().mapToLong(Integer::longValue).sum();
    if (all < 2) {
      return;
    }
    long ofCanary = Math.clamp(Math.round(share * all), 1, all - 1);
    BucketTilt tilt = new BucketTilt(SCORES);
    double[] mean = {0};
    forEachSplit(
        both,
        ofCanary,
        canary ->
            mean[0] +=
                Math.exp(
                    logSplits(both, canary)
                        - GammaFunction.logBinomial((double) all, (double) ofCanary)
                        + tilt.logIncrement(canary, rest(both, canary), eta)));
    assertThat(mean[0]).isCloseTo(1, within(1e-9));
  }

  /** The canary is faster: each bucket is less likely, the slower it is. */
  @Property(tries = 60)
  void hasAMeanOfAtMostOneWhenTheCanaryIsFaster(
      @ForAll @Size(4) List<@IntRange(min = 0, max = 9) Integer> both,
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double share,
      @ForAll @DoubleRange(min = 0.01, max = 1) double eta,
      @ForAll @Size(4) List<@DoubleRange(min = 0, max = 1) Double> steps) {
    long all = both.stream().mapToLong(Integer::longValue).sum();
    if (all < 2) {
      return;
    }
    long ofCanary = Math.clamp(Math.round(share * all), 1, all - 1);
    BucketTilt tilt = new BucketTilt(SCORES);
    double[] sums = {0, 0};
    forEachSplit(
        both,
        ofCanary,
        canary -> {
          double log = logSplits(both, canary);
          double slowness = 0;
          for (int b = 0; b < canary.size(); b++) {
            slowness += steps.get(b);
            log -= canary.get(b) * slowness;
          }
          sums[0] += Math.exp(log);
          sums[1] += Math.exp(log + tilt.logIncrement(canary, rest(both, canary), eta));
        });
    assertThat(sums[1] / sums[0]).isLessThanOrEqualTo(1 + 1e-9);
  }

  @Property(tries = 100)
  void isANumberForAnyCounts(
      @ForAll @Size(4) List<@LongRange(min = 0, max = 1_000_000_000_000L) Long> canary,
      @ForAll @Size(4) List<@LongRange(min = 0, max = 1_000_000_000_000L) Long> stable,
      @ForAll @DoubleRange(min = -2, max = 2) double eta) {
    if (sum(canary) == 0 || sum(stable) == 0) {
      return;
    }
    assertThat(new BucketTilt(SCORES).logIncrement(canary, stable, eta)).isFinite();
  }

  @Test
  void seesAShiftOfTheWholeHistogram() {
    TiltProcess process = new TiltProcess(new BucketTilt(SCORES), EffectGrid.TILT, 1);
    MixtureEvidence slower = process.start();
    MixtureEvidence same = process.start();
    for (int block = 0; block < 40; block++) {
      Duration begin = Duration.ofSeconds(5L * block);
      List<Long> stable = List.of(200L, 500L, 200L, 100L);
      slower = process.observe(slower, List.of(18L, 47L, 23L, 12L), stable, begin);
      same = process.observe(same, List.of(20L, 50L, 20L, 10L), stable, begin);
    }
    assertThat(process.logEvidence(slower)).isGreaterThan(Math.log(100));
    assertThat(process.logEvidence(same)).isNegative();
  }

  @Test
  void staysAsItIsWhenThereIsNothingToCompare() {
    TiltProcess process = new TiltProcess(new BucketTilt(SCORES), EffectGrid.TILT, 1);
    assertThat(
            process.observe(
                process.start(),
                List.of(0L, 0L, 0L, 0L),
                List.of(1L, 0L, 0L, 0L),
                Duration.ofHours(1)))
        .isEqualTo(process.start());
  }

  @Property(tries = 100)
  void scoresRiseWithTheBucketAndStayWithinTheirCut(
      @ForAll @Size(min = 1, max = 25) List<@DoubleRange(min = 0, max = 100) Double> shares) {
    if (shares.stream().noneMatch(share -> share > 0)) {
      return;
    }
    Doubles scores = BucketScores.of(shares);
    double before = -3;
    for (int b = 0; b < scores.size(); b++) {
      assertThat(scores.get(b)).isBetween(before - 1e-9, 4.0);
      before = scores.get(b);
    }
  }

  @Test
  void scoresAreMeansOfTheNormalDistribution() {
    Doubles scores = BucketScores.of(List.of(1.0, 1.0));
    assertThat(scores.get(0)).isCloseTo(-Math.sqrt(2 / Math.PI), within(1e-9));
    assertThat(scores.get(1)).isCloseTo(Math.sqrt(2 / Math.PI), within(1e-9));
    assertThat(BucketScores.of(List.of(1.0, 1.0, 0.0)).get(2)).isEqualTo(4);
  }

  @Test
  void refusesWhatCannotBe() {
    BucketTilt tilt = new BucketTilt(SCORES);
    assertThatThrownBy(() -> tilt.logIncrement(List.of(1L), List.of(1L), 0.1))
        .hasMessageContaining("4 scores, but 1 and 1 buckets");
    assertThatThrownBy(() -> BucketScores.of(List.of(0.0))).hasMessageContaining("at least one");
    assertThatThrownBy(() -> new BucketTilt(Doubles.of(Double.NaN))).hasMessageContaining("NaN");
  }

  private static void forEachSplit(
      List<Integer> both, long ofCanary, Consumer<List<Long>> consumer) {
    extend(both, ofCanary, new ArrayList<>(), consumer);
  }

  private static void extend(
      List<Integer> both, long left, List<Long> canary, Consumer<List<Long>> consumer) {
    if (canary.size() == both.size()) {
      if (left == 0) {
        consumer.accept(List.copyOf(canary));
      }
      return;
    }
    for (long count = 0; count <= Math.min(left, both.get(canary.size())); count++) {
      canary.add(count);
      extend(both, left - count, canary, consumer);
      canary.removeLast();
    }
  }

  private static double logSplits(List<Integer> both, List<Long> canary) {
    double log = 0;
    for (int b = 0; b < both.size(); b++) {
      log += GammaFunction.logBinomial((double) both.get(b), (double) canary.get(b));
    }
    return log;
  }

  private static List<Long> rest(List<Integer> both, List<Long> canary) {
    List<Long> stable = new ArrayList<>();
    for (int b = 0; b < both.size(); b++) {
      stable.add(both.get(b) - canary.get(b));
    }
    return stable;
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
