package dev.slipway.platform;

import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.Percent;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.document.DurationText;
import dev.slipway.document.PercentText;
import dev.slipway.document.Readings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The least careful rollout that the platform allows in an environment.
 *
 * @param falseRollbackAtLeast smallest bound on false rollbacks, 0 to 1: a smaller one would need
 *     more failed requests before a bad candidate is rolled back
 * @param firstStepAtMost largest weight of the first step
 * @param minimumHold shortest that every step's minimum hold may be
 * @param soak shortest soak
 * @param metrics kinds that have to be analysed
 */
public record MinimumAnalysis(
    Optional<Double> falseRollbackAtLeast,
    Optional<Percent> firstStepAtMost,
    Optional<Duration> minimumHold,
    Optional<Duration> soak,
    List<MetricRule.Kind> metrics) {

  public MinimumAnalysis {
    metrics = List.copyOf(metrics);
  }

  /**
   * Every rule that this plan breaks, in words, with the rule's name; empty when it breaks none.
   */
  public List<String> violations(EnvironmentPlan plan) {
    List<String> violations = new ArrayList<>();
    RolloutPlan rollout = plan.rollout();
    if (rollout.rolling().isPresent()) {
      return asksForNothing()
          ? List.of()
          : List.of(
              "environment '"
                  + plan.name()
                  + "': rollout.rolling analyses nothing: bring changes in by rollout.canary (rule"
                  + " 'minimumAnalysis' of platform.yaml)");
    }
    AnalysisRules analysis = rollout.analysis();
    falseRollbackAtLeast
        .filter(least -> analysis.falseRollback() < least)
        .ifPresent(
            least ->
                violations.add(
                    broken(
                        plan,
                        "rollout.analysis.falseRollback is "
                            + PercentText.ofShare(analysis.falseRollback())
                            + ", but has to be at least "
                            + PercentText.ofShare(least),
                        "falseRollbackAtLeast")));
    firstStepAtMost
        .filter(most -> firstStep(rollout) > most.value())
        .ifPresent(
            most ->
                violations.add(
                    broken(
                        plan,
                        "rollout.canary.steps begins with "
                            + PercentText.of(firstStep(rollout))
                            + ", but has to begin with at most "
                            + most,
                        "firstStepAtMost")));
    minimumHold
        .filter(least -> rollout.minimumHold().compareTo(least) < 0)
        .ifPresent(
            least ->
                violations.add(
                    broken(
                        plan,
                        tooShort("rollout.canary.minimumHold", rollout.minimumHold(), least),
                        "minimumHold")));
    minimumHold
        .filter(least -> rollout.minimumHold().compareTo(least) >= 0)
        .filter(least -> rollout.leastHold(0).compareTo(least) < 0)
        .ifPresent(
            least ->
                violations.add(
                    broken(
                        plan,
                        tooShort("rollout.canary.firstHold", rollout.leastHold(0), least),
                        "minimumHold")));
    soak.filter(least -> rollout.soak().compareTo(least) < 0)
        .ifPresent(
            least ->
                violations.add(
                    broken(plan, tooShort("rollout.canary.soak", rollout.soak(), least), "soak")));
    metrics.stream()
        .filter(kind -> analysis.metrics().stream().noneMatch(metric -> metric.kind() == kind))
        .forEach(
            kind ->
                violations.add(
                    broken(
                        plan,
                        "rollout.analysis.metrics has none of kind " + Readings.written(kind),
                        "metrics")));
    return List.copyOf(violations);
  }

  private boolean asksForNothing() {
    return falseRollbackAtLeast.isEmpty()
        && firstStepAtMost.isEmpty()
        && minimumHold.isEmpty()
        && soak.isEmpty()
        && metrics.isEmpty();
  }

  private static double firstStep(RolloutPlan rollout) {
    return rollout.steps().isEmpty() ? 100 : rollout.steps().getFirst().value();
  }

  private static String tooShort(String field, Duration actual, Duration least) {
    return field
        + " is "
        + DurationText.of(actual)
        + ", but has to be at least "
        + DurationText.of(least);
  }

  private static String broken(EnvironmentPlan plan, String what, String rule) {
    return "environment '"
        + plan.name()
        + "': "
        + what
        + " (rule 'minimumAnalysis."
        + rule
        + "' of platform.yaml)";
  }
}
