package dev.slipway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is replaced in a plan is all that changes: nothing else falls back to a default. */
class RolloutPlanTest {

  private static final AnalysisRules RULES =
      new AnalysisRules(
          0.02,
          Duration.ofSeconds(7),
          Duration.ofSeconds(11),
          List.of(
              new MetricRule(
                  "orders",
                  MetricRule.Kind.HISTOGRAM,
                  0.03,
                  Optional.of(0.2),
                  List.of(),
                  MetricRule.Worse.LOWER,
                  Optional.empty(),
                  Optional.of(new MetricRule.EventHistogram("orders_bucket", List.of(5.0))),
                  3)),
          true,
          Optional.of(new ExpectedTraffic(600, 0.01)));

  private static final RolloutPlan PLAN =
      new RolloutPlan(
          List.of(new Percent(5), new Percent(40)),
          Duration.ofSeconds(61),
          Duration.ofSeconds(62),
          Duration.ofSeconds(63),
          OnInconclusive.ROLLBACK,
          Duration.ofSeconds(64),
          Duration.ofSeconds(65),
          Duration.ofSeconds(66),
          RULES,
          Optional.of(RollingPlan.DEFAULT),
          Optional.of(new HeaderRoute("x-tester", "yes")),
          Optional.of(Duration.ofSeconds(13)),
          Baseline.FRESH);

  @Test
  void replacesOneFieldOfAPlan() {
    assertOnly("onInconclusive", PLAN, PLAN.withOnInconclusive(OnInconclusive.HOLD));
    assertOnly("analysis", PLAN, PLAN.withAnalysis(AnalysisRules.DEFAULT));
    assertOnly("headerRoute", PLAN, PLAN.withHeaderRoute(Optional.empty()));
    assertOnly("firstHold", PLAN, PLAN.withFirstHold(Optional.empty()));
    assertOnly("baseline", PLAN, PLAN.withBaseline(Baseline.STABLE));
  }

  @Test
  void replacesOneFieldOfItsRules() {
    AnalysisRules independent =
        new AnalysisRules(
            RULES.falseRollback(),
            RULES.block(),
            RULES.warmUp(),
            RULES.metrics(),
            false,
            RULES.expectedTraffic());

    assertOnly("stickyRouting", independent, independent.sticky());
    assertOnly("warmUp", RULES, RULES.withWarmUp(Duration.ZERO));
    assertOnly("metrics", RULES, RULES.withMetrics(AnalysisRules.DEFAULT.metrics()));
  }

  @Test
  void replacesTheBoundariesOfAMetric() {
    MetricRule metric = RULES.metrics().getFirst();

    assertOnly("boundaries", metric, metric.withBoundaries(List.of(0.5)));
  }

  private static <T> void assertOnly(String field, T before, T after) {
    assertThat(after).isNotEqualTo(before);
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields(field)
        .as("all but " + field)
        .isEqualTo(before);
  }
}
