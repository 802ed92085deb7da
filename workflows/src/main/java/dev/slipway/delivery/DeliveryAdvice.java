package dev.slipway.delivery;

import dev.slipway.analysis.statistics.Sizing;
import dev.slipway.document.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a delivery file may say, but hardly means. Pure. */
final class DeliveryAdvice {

  /** Below it a decision of a person, who sleeps at times, is left to chance. */
  private static final Duration SHORT_DEADLINE = Duration.ofHours(8);

  /** Requests a second; a plan that cannot prove anything with these hardly ever can. */
  private static final double MUCH_TRAFFIC = 100;

  private static final double RARE = 0.001;
  private static final Duration LONGEST = Duration.ofDays(365);

  private final List<String> advice = new ArrayList<>();

  private DeliveryAdvice() {}

  static List<String> on(Delivery delivery) {
    DeliveryAdvice advice = new DeliveryAdvice();
    if (delivery.tests().isEmpty()) {
      advice.add("tests", "none: only the canary stands between a defect and the users");
    }
    for (int index = 0; index < delivery.environments().size(); index++) {
      advice.on(delivery.environments().get(index), "environments[" + index + "]");
    }
    return List.copyOf(advice.advice);
  }

  private void on(EnvironmentPlan plan, String path) {
    RolloutPlan rollout = plan.rollout();
    if (rollout.rolling().isPresent()) {
      onRolling(plan, rollout.rolling().get(), path + ".rollout.rolling");
      return;
    }
    AnalysisRules analysis = rollout.analysis();
    String canary = path + ".rollout.canary";
    if (analysis.metrics().stream()
        .noneMatch(metric -> metric.kind() == MetricRule.Kind.ERROR_RATE)) {
      add(
          path + ".rollout.analysis.metrics",
          "none of kind error-rate: a canary that fails fast would look healthy");
    }
    onProofs(rollout, path);
    if (rollout.soak().isZero() && plan.mode() == Mode.DEPLOYMENT) {
      add(canary + ".soak", "0s: a defect that shows late has nothing to be compared with");
    }
    if (rollout.steps().getFirst().value() > 25) {
      add(
          canary + ".steps",
          "begin with "
              + rollout.steps().getFirst()
              + ": a first step of 1% to 10% shows the worst defects to far fewer people");
    }
    if (analysis.warmUp().compareTo(rollout.maximumHold()) >= 0) {
      add(
          path + ".rollout.analysis.warmUp",
          "as long as a step may last ("
              + DurationText.of(rollout.maximumHold())
              + "): the first step never looks at latency");
    }
    Duration longest = longest(rollout);
    if (longest.compareTo(RolloutPlan.AWAITED) > 0) {
      add(
          canary,
          "may take "
              + DurationText.of(longest)
              + " in all, but a release waits "
              + DurationText.of(RolloutPlan.AWAITED)
              + " for its end, then fails although the rollout goes on");
    }
    if (plan.mode() == Mode.DELIVERY
        && rollout.onInconclusive() == OnInconclusive.HOLD
        && rollout.decisionDeadline().compareTo(SHORT_DEADLINE) < 0) {
      add(
          canary + ".decisionDeadline",
          DurationText.of(rollout.decisionDeadline())
              + ": a person who is asleep cannot decide in time, and it rolls back");
    }
  }

  /** All steps and the soak, and once a person who takes all the time that there is. */
  private static Duration longest(RolloutPlan rollout) {
    Duration decision =
        rollout.onInconclusive() == OnInconclusive.HOLD
            ? rollout.decisionDeadline()
            : Duration.ZERO;
    return rollout
        .maximumHold()
        .multipliedBy(rollout.steps().size())
        .plus(rollout.soak())
        .plus(decision);
  }

  private void onRolling(EnvironmentPlan plan, RollingPlan rolling, String path) {
    if (plan.mode() == Mode.DEPLOYMENT) {
      add(path, "in deployment mode: a defect that leaves pods ready reaches everyone");
    }
    if (rolling.watch().isZero()) {
      add(path + ".watch", "0s: pods that crash a minute later are called promoted");
    }
  }

  /**
   * A tolerance that even much traffic cannot prove in a step is a claim without substance: the
   * step then always does what is ordered for nothing proven. The first of several steps goes by
   * time. Where the traffic is known, it says what that can prove.
   */
  private void onProofs(RolloutPlan rollout, String path) {
    AnalysisRules analysis = rollout.analysis();
    if (analysis.expectedTraffic().isPresent()) {
      PlanPower power = new PlanPower(rollout, analysis.expectedTraffic().get());
      String field = path + ".rollout.analysis.expectedTraffic";
      power.findings().forEach(sentence -> add(field, sentence));
      return;
    }
    int steps = rollout.steps().size();
    Percent smallest = rollout.steps().get(steps > 1 ? 1 : 0);
    List<MetricRule> metrics = analysis.metrics();
    for (int i = 0; i < metrics.size(); i++) {
      MetricRule metric = metrics.get(i);
      if (timeToProve(metric, smallest, MUCH_TRAFFIC).compareTo(rollout.maximumHold()) > 0) {
        add(
            path + ".rollout.analysis.metrics[" + i + "].tolerance",
            "a step at %s takes %s to prove %s at 100 requests/s, %s at 10 and %s at 1, but maximumHold is %s: choose a larger one, or onInconclusive always decides"
                .formatted(
                    smallest,
                    PlanPower.about(timeToProve(metric, smallest, MUCH_TRAFFIC)),
                    PlanPower.percent(metric.tolerance()),
                    PlanPower.about(timeToProve(metric, smallest, MUCH_TRAFFIC / 10)),
                    PlanPower.about(timeToProve(metric, smallest, MUCH_TRAFFIC / 100)),
                    DurationText.of(rollout.maximumHold())));
      }
    }
  }

  /** Of a canary whose bad requests are rare: at the least. */
  private static Duration timeToProve(MetricRule metric, Percent weight, double perSecond) {
    return new Sizing(2, RARE, perSecond, List.of())
        .timeToProve(weight.value() / 100, metric.tolerance())
        .orElse(LONGEST);
  }

  private void add(String path, String sentence) {
    advice.add(path + ": " + sentence);
  }
}
