package dev.slipway.starter.analyze;

import dev.slipway.analysis.MetricPlan;
import dev.slipway.delivery.AnalysisRules;
import dev.slipway.delivery.Delivery;
import dev.slipway.delivery.DeliveryFile;
import dev.slipway.delivery.DeliveryReading;
import dev.slipway.delivery.EnvironmentPlan;
import dev.slipway.delivery.MetricRule;
import dev.slipway.delivery.RolloutPlan;
import dev.slipway.observation.ObservedArm;
import dev.slipway.observation.ObservedBlock;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import java.util.List;
import java.util.stream.Collectors;

/** By which rules recorded observations are judged. */
final class ChosenPlan {

  private ChosenPlan() {}

  /**
   * Those of a delivery file's environment.
   *
   * @param environment empty where the file has one only
   * @throws CliException USAGE, with every problem of the file
   */
  static RolloutPlan of(String text, String name, String environment) {
    DeliveryReading reading = DeliveryFile.parse(text, name);
    Delivery delivery =
        reading
            .delivery()
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.USAGE,
                        "The delivery file is not valid: "
                            + reading.problems().stream()
                                .map(problem -> problem.toString())
                                .collect(Collectors.joining("; "))));
    List<String> names = delivery.environments().stream().map(EnvironmentPlan::name).toList();
    if (environment.isEmpty() && names.size() > 1) {
      throw new CliException(
          ExitCode.USAGE,
          name
              + " has several environments: say --environment "
              + String.join(" or ", names)
              + ".");
    }
    return delivery.environments().stream()
        .filter(plan -> environment.isEmpty() || plan.name().equals(environment))
        .findFirst()
        .map(EnvironmentPlan::rollout)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE,
                    name
                        + " has no environment '"
                        + environment
                        + "': it has "
                        + String.join(", ", names)
                        + "."));
  }

  /**
   * What holds where nobody says anything: latency is judged at the default boundaries, or where
   * these were not counted at those that were; not at all where none was.
   */
  static RolloutPlan defaults(ObservedBlock first) {
    List<Double> counted =
        first.canary().slower().stream().map(ObservedArm.Slower::boundary).toList();
    if (counted.containsAll(MetricPlan.DEFAULT_BOUNDARIES)) {
      return RolloutPlan.DEFAULT;
    }
    List<MetricRule> metrics =
        AnalysisRules.DEFAULT.metrics().stream()
            .filter(metric -> metric.kind() != MetricRule.Kind.LATENCY || !counted.isEmpty())
            .map(metric -> at(counted, metric))
            .toList();
    return RolloutPlan.DEFAULT.withAnalysis(AnalysisRules.DEFAULT.withMetrics(metrics));
  }

  private static MetricRule at(List<Double> boundaries, MetricRule metric) {
    return metric.kind() == MetricRule.Kind.LATENCY ? metric.withBoundaries(boundaries) : metric;
  }
}
