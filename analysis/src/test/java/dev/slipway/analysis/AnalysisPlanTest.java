package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AnalysisPlanTest {

  @Test
  void judgesLatencyAtTheUsualBoundariesByDefault() {
    assertThat(MetricPlan.latency("latency", 0.05).boundaries())
        .containsExactly(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5);
  }

  @Test
  void countsEveryBoundaryOnceInAscendingOrder() {
    assertThat(
            plan(
                    latency("a", List.of(0.1, 0.5)),
                    MetricPlan.errors("b", 0.01),
                    latency("c", List.of(0.05, 0.5, 2.0)))
                .boundaries())
        .containsExactly(0.05, 0.1, 0.5, 2.0);
  }

  @Test
  void refusesWhatCannotBeAnalysed() {
    refuses(() -> plan(), "1 to 8 metrics, but has 0");
    refuses(() -> new AnalysisPlan(0, 1, 1, Duration.ZERO, errors()), "above 0 and at most 0.5");
    refuses(() -> new AnalysisPlan(Double.NaN, 1, 1, Duration.ZERO, errors()), "but is NaN");
    refuses(() -> new AnalysisPlan(0.01, 0, 1, Duration.ZERO, errors()), "attempt must be 1");
    refuses(() -> new AnalysisPlan(0.01, 1, 0.5, Duration.ZERO, errors()), "Phi must be 1");
    refuses(
        () -> new AnalysisPlan(0.01, 1, 1, Duration.ofSeconds(-1), errors()), "warm-up must be");
    refuses(
        () -> plan(MetricPlan.errors("same", 0.1), MetricPlan.latency("same", 0.1)),
        "a name of its own");
    refuses(() -> plan(latency("a", many(0)), latency("b", many(0.001))), "24 different latency");
  }

  @Test
  void refusesWhatCannotBeAMetric() {
    refuses(() -> MetricPlan.errors(" ", 0.1), "a name of 1 to 100 characters");
    refuses(() -> MetricPlan.errors("errors", 5), "between 0 and 1 (0.005 is half a point)");
    refuses(() -> MetricPlan.errors("errors", Double.NaN), "but is NaN");
    refuses(() -> latency("latency", List.of(0.5, 0.1)), "each above the one before");
    refuses(() -> latency("latency", List.of(0.0)), "seconds above 0");
    refuses(() -> latency("latency", List.of(Double.POSITIVE_INFINITY)), "numbers of seconds");
    refuses(
        () -> metric(MetricPlan.Kind.ERROR_RATE, OptionalDouble.of(0), List.of(), 1),
        "objective of metric");
    refuses(
        () -> metric(MetricPlan.Kind.ERROR_RATE, OptionalDouble.empty(), List.of(0.1), 1),
        "takes no latency boundaries");
    refuses(
        () -> metric(MetricPlan.Kind.LATENCY, OptionalDouble.empty(), List.of(), 0),
        "weight of metric");
  }

  @Test
  void refusesCountsThatCannotBe() {
    refuses(() -> new ArmCounts(-1, 0, List.of()), "cannot have served -1 requests");
    refuses(() -> new ArmCounts(3, 4, List.of()), "are 4 of 3");
    refuses(() -> new ArmCounts(3, 0, List.of(2L, 3L)), "never more at a longer one");
    refuses(() -> new ArmCounts(3, 0, List.of(4L)), "must be 0 to 3");
    ArmCounts none = new ArmCounts(0, 0, List.of());
    refuses(() -> new Block(Duration.ZERO, none, none), "after the canary got ready");
    refuses(
        () -> new Block(Duration.ofSeconds(5), none, new ArmCounts(0, 0, List.of(0L))),
        "at the same boundaries");
    refuses(
        () ->
            new Block(
                Duration.ofSeconds(5), none, new ArmCounts(Block.MOST_REQUESTS + 1, 0, List.of())),
        "increments, not totals");
  }

  private static void refuses(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  private static List<Double> many(double offset) {
    return DoubleStream.iterate(0.1, at -> at + 0.1).limit(20).mapToObj(at -> at + offset).toList();
  }

  private static List<MetricPlan> errors() {
    return List.of(MetricPlan.errors("errors", 0.005));
  }

  private static MetricPlan latency(String name, List<Double> boundaries) {
    return new MetricPlan(
        name, MetricPlan.Kind.LATENCY, 0.05, OptionalDouble.empty(), boundaries, 1);
  }

  private static MetricPlan metric(
      MetricPlan.Kind kind, OptionalDouble objective, List<Double> boundaries, double weight) {
    return new MetricPlan("metric", kind, 0.01, objective, boundaries, weight);
  }

  private static AnalysisPlan plan(MetricPlan... metrics) {
    return new AnalysisPlan(0.01, 1, 1, Duration.ZERO, List.of(metrics));
  }
}
