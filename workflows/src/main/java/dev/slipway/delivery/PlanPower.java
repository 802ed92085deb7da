package dev.slipway.delivery;

import dev.slipway.analysis.AnalysisPlan;
import dev.slipway.analysis.statistics.Sizing;
import dev.slipway.document.DurationText;
import dev.slipway.document.PercentText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a plan can prove with the traffic that is expected: an expectation, not a bound, as half of
 * the releases take longer. Pure.
 */
final class PlanPower {

  private static final double MUCH_WORSE = 10;

  private final RolloutPlan plan;
  private final ExpectedTraffic traffic;
  private final Sizing sizing;

  PlanPower(RolloutPlan plan, ExpectedTraffic traffic) {
    this.plan = plan;
    this.traffic = traffic;
    AnalysisRules rules = plan.analysis();
    // Evidence that counts for a quarter is that of a quarter of the traffic.
    double counted = traffic.perSecond() / (rules.stickyRouting() ? AnalysisRules.STICKY_PHI : 1);
    this.sizing =
        new Sizing(
            rules.metrics().size() * AnalysisPlan.bound(rules.falseRollback(), 1),
            traffic.errorRate(),
            counted,
            steps(plan));
  }

  /** Each step as long as it may take; the first of several goes by time. */
  private static List<Sizing.Step> steps(RolloutPlan plan) {
    List<Sizing.Step> steps = new ArrayList<>();
    for (int position = 0; position < plan.steps().size(); position++) {
      boolean byTime = position == 0 && plan.steps().size() > 1;
      steps.add(
          step(
              plan,
              plan.steps().get(position).value(),
              byTime ? plan.leastHold(0) : plan.maximumHold()));
    }
    if (!plan.soak().isZero()) {
      steps.add(step(plan, RolloutPlan.SOAK_WEIGHT, plan.soak()));
    }
    return steps;
  }

  private static Sizing.Step step(RolloutPlan plan, double weight, Duration longest) {
    double compared = plan.baseline().comparedShare(weight) / 100;
    return new Sizing.Step(compared, longest, Math.min(1, weight / 100 / compared));
  }

  /** A sentence each, without a full stop. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    if (plan.analysis().metrics().stream()
        .anyMatch(metric -> metric.kind() == MetricRule.Kind.ERROR_RATE)) {
      findings.add(errors());
    }
    unproven().ifPresent(findings::add);
    return findings;
  }

  private String errors() {
    String at =
        "at %d requests a minute, %s of which usually fail, "
            .formatted(traffic.perMinute(), percent(traffic.errorRate()));
    OptionalDouble smallest = sizing.smallestRate();
    if (smallest.isEmpty()) {
      return at
          + "these steps find no rise of errors, however large: give them more weight or time, or"
          + " watch a rolling update";
    }
    String all =
        at
            + "these steps find a canary with %s of errors or more, within %s"
                .formatted(percent(roundedUp(smallest.getAsDouble())), about(wholeTime()));
    return all
        + sizing
            .timeToFind(MUCH_WORSE)
            .map(time -> ", and ten times the usual ones after " + about(time))
            .orElse("; ten times the usual ones they do not find");
  }

  /** What a step asks to be proven and cannot be. */
  private Optional<String> unproven() {
    int first = plan.steps().size() > 1 ? 1 : 0;
    Percent weight = plan.steps().get(first);
    List<MetricRule> hopeless =
        plan.analysis().metrics().stream()
            .filter(metric -> timeToProve(metric, weight).compareTo(plan.maximumHold()) > 0)
            .toList();
    return hopeless.isEmpty()
        ? Optional.empty()
        : Optional.of(
            hopeless.stream()
                    .map(
                        metric ->
                            "a step at %s takes %s to prove %s of metric %s"
                                .formatted(
                                    weight,
                                    about(timeToProve(metric, weight)),
                                    percent(metric.tolerance()),
                                    metric.name()))
                    .collect(Collectors.joining(", "))
                + ", but maximumHold is "
                + DurationText.of(plan.maximumHold())
                + ": choose a larger tolerance, or onInconclusive always decides");
  }

  private Duration timeToProve(MetricRule metric, Percent weight) {
    return sizing
        .timeToProve(weight.value() / 100, metric.tolerance())
        .orElse(Duration.ofDays(365));
  }

  private Duration wholeTime() {
    Duration whole = Duration.ZERO;
    for (Sizing.Step step : sizing.steps()) {
      whole = whole.plus(step.longest());
    }
    return whole;
  }

  /** To two digits, never to less than it is. */
  private static double roundedUp(double share) {
    double unit = Math.pow(10, Math.floor(Math.log10(share)) - 1);
    return Math.min(1, Math.ceil(share / unit - 1e-9) * unit);
  }

  static String percent(double share) {
    return PercentText.ofShare(Math.rint(1e8 * share) / 1e8);
  }

  /** To a minute, or to an hour where it is many of them. */
  static String about(Duration time) {
    Duration rounded =
        time.compareTo(Duration.ofHours(10)) > 0
            ? Duration.ofHours(time.toHours() + 1)
            : Duration.ofMinutes(time.toMinutes() + 1);
    return "about " + DurationText.of(rounded);
  }
}
