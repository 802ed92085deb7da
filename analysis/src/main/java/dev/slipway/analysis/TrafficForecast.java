package dev.slipway.analysis;

import dev.slipway.analysis.statistics.PlannedStep;
import dev.slipway.analysis.statistics.Sizing;
import java.util.List;

/**
 * What traffic the rollout will see at most, from history and its plan, before it begins.
 *
 * @param requestsPerSecond of both versions together, above 0, at most 10^9
 * @param steps weights and longest times in their order, at most 100
 */
public record TrafficForecast(double requestsPerSecond, List<Sizing.Step> steps) {

  static final int MOST_STEPS = 100;

  public TrafficForecast {
    steps = List.copyOf(steps);
    if (!(requestsPerSecond > 0 && requestsPerSecond <= 1e9) || steps.size() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "A forecast needs requests per second above 0, at most 10^9, and at most 100 steps, but has %s and %d."
              .formatted(requestsPerSecond, steps.size()));
    }
  }

  List<PlannedStep> planned() {
    return steps.stream().map(step -> step.planned(requestsPerSecond)).toList();
  }
}
