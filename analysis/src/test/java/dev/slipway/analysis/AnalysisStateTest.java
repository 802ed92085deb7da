package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.analysis.SimulatedTraffic.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AnalysisStateTest {

  private static final AnalysisPlan PLAN =
      new AnalysisPlan(
          0.01,
          1,
          1,
          Duration.ofSeconds(60),
          List.of(
              new MetricPlan(
                  "errors",
                  MetricPlan.Kind.ERROR_RATE,
                  0.005,
                  OptionalDouble.of(0.01),
                  List.of(),
                  1),
              MetricPlan.latency("latency", 0.05)));

  @Property(tries = 40)
  void continuesBitForBitWhereverItIsStoppedAndReadAgain(
      @ForAll @IntRange(min = 0, max = 100_000) int seed,
      @ForAll @IntRange(min = 1, max = 80) int stopEvery,
      @ForAll @IntRange(min = 1, max = 80) int stepAt,
      @ForAll @DoubleRange(min = 0.2, max = 200) double perSecond,
      @ForAll @DoubleRange(min = 0, max = 0.1) double errorRate) {
    SimulatedTraffic traffic = SimulatedTraffic.of(seed, perSecond, 0.2);
    AnalysisState straight = CanaryAnalysis.start(PLAN);
    AnalysisState stopped = straight;
    for (int i = 1; i <= 80; i++) {
      Block block = traffic.block(i, Version.failing(errorRate), Version.failing(0.002));
      straight = CanaryAnalysis.observe(straight, block);
      stopped = CanaryAnalysis.observe(stopped, block);
      if (i % stopEvery == 0) {
        stopped = AnalysisState.decode(stopped.encode());
      }
      if (i == stepAt) {
        straight = CanaryAnalysis.nextStep(straight);
        stopped = CanaryAnalysis.nextStep(stopped);
      }
    }
    assertThat(stopped).isEqualTo(straight);
    assertThat(stopped.encode()).isEqualTo(straight.encode());
    assertThat(CanaryAnalysis.report(stopped)).isEqualTo(CanaryAnalysis.report(straight));
  }

  @Property(tries = 40)
  void reportsNumbersForAnyCounts(
      @ForAll List<@IntRange(min = 0) Integer> counts,
      @ForAll @IntRange(min = 0, max = 400) int scale) {
    AnalysisState state = CanaryAnalysis.start(PLAN);
    long end = 0;
    for (int i = 0; i + 3 < counts.size(); i += 4) {
      end += counts.get(i) % 1000 + 1;
      state =
          CanaryAnalysis.observe(
              state,
              new Block(
                  Duration.ofSeconds(end),
                  arm((long) counts.get(i) * scale, counts.get(i + 1)),
                  arm((long) counts.get(i + 2) * scale, counts.get(i + 3))));
    }
    AnalysisReport report = CanaryAnalysis.report(AnalysisState.decode(state.encode()));
    assertThat(report.evidence()).isPositive().isFinite();
    assertThat(report.metrics())
        .allSatisfy(
            metric -> {
              assertThat(metric.evidence()).isPositive().isFinite();
              assertThat(metric.canaryRate()).isBetween(0.0, 1.0);
              assertThat(metric.stableRate()).isBetween(0.0, 1.0);
              assertThat(metric.sentence()).doesNotContain("NaN").doesNotContain("Infinity");
            });
    assertThat(report.sentence()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void staysUnder90KilobytesForTwoMetricsWithTwelveBoundaries() {
    assertThat(afterFortyMinutes(1, 12).encode().length()).isLessThan(40_000);
  }

  @Test
  void staysUnder90KilobytesForTheLargestPlan() {
    assertThat(afterFortyMinutes(8, 24).encode().length()).isLessThan(90_000);
  }

  @Test
  void refusesALaterVersionAndSaysWhatToDo() {
    String encoded = CanaryAnalysis.start(PLAN).encode();
    assertThatThrownBy(() -> AnalysisState.decode("4" + encoded.substring(1)))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("has version 4, but this program continues versions up to 3 only")
        .hasMessageContaining("begin the rollout anew");
  }

  @Test
  void refusesEveryTruncation() {
    String encoded = CanaryAnalysis.start(PLAN).encode();
    for (int length = 0; length < encoded.length(); length += 7) {
      String truncated = encoded.substring(0, length);
      assertThatThrownBy(() -> AnalysisState.decode(truncated))
          .isInstanceOf(UnreadableStateException.class);
    }
  }

  @Property(tries = 300)
  void refusesGarbage(@ForAll String garbage, @ForAll byte[] bytes) {
    String encoded = Base64.getEncoder().encodeToString(bytes);
    for (String text : List.of(garbage, "1:" + garbage, encoded, "1:" + encoded, "2:" + encoded)) {
      assertThatThrownBy(() -> AnalysisState.decode(text))
          .isInstanceOf(UnreadableStateException.class)
          .hasMessageContaining("begin the rollout anew");
    }
  }

  @Property(tries = 300)
  void refusesAnyChangedCharacter(@ForAll @IntRange(min = 2, max = 1900) int at) {
    byte[] encoded = CanaryAnalysis.start(PLAN).encode().getBytes(StandardCharsets.US_ASCII);
    encoded[at] = (byte) (encoded[at] == 'A' ? 'B' : 'A');
    assertThatThrownBy(() -> AnalysisState.decode(new String(encoded, StandardCharsets.US_ASCII)))
        .isInstanceOf(UnreadableStateException.class);
  }

  private static ArmCounts arm(long requests, long bad) {
    long errors = Math.min(bad, requests);
    return new ArmCounts(requests, errors, Collections.nCopies(7, errors));
  }

  private static AnalysisState afterFortyMinutes(int latencyMetrics, int boundaries) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 1; i <= boundaries; i++) {
      seconds.add(0.1 * i);
    }
    List<MetricPlan> metrics = new ArrayList<>();
    if (latencyMetrics == 1) {
      metrics.add(MetricPlan.errors("errors", 0.005));
    }
    for (int i = 0; i < latencyMetrics; i++) {
      metrics.add(
          new MetricPlan(
              "ä".repeat(99) + i,
              MetricPlan.Kind.LATENCY,
              0.05,
              OptionalDouble.of(0.01),
              seconds,
              1));
    }
    AnalysisState state =
        CanaryAnalysis.start(new AnalysisPlan(0.01, 1, 1, Duration.ZERO, metrics));
    for (int minute = 1; minute <= 40; minute++) {
      ArmCounts arm = new ArmCounts(3000, 4, Collections.nCopies(boundaries, 123L));
      state = CanaryAnalysis.observe(state, new Block(Duration.ofMinutes(minute), arm, arm));
    }
    assertThat(state.comparisons().getFirst().evidence().onsets()).hasSize(15);
    return state;
  }
}
