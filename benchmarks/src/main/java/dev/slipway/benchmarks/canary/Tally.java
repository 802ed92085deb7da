package dev.slipway.benchmarks.canary;

import dev.slipway.benchmarks.canary.Releases.Outcome;
import dev.slipway.benchmarks.canary.Rule.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What became of many releases of one scenario under one rule. */
record Tally(List<Outcome> outcomes) {

  Tally {
    outcomes = List.copyOf(outcomes);
  }

  /** For each rule, in the rules' order; the releases are numbered from 1, which is their seed. */
  static List<Tally> of(Scenario scenario, List<Rule> rules, int releases) {
    List<List<Outcome>> byRule = new ArrayList<>();
    rules.forEach(rule -> byRule.add(new ArrayList<>()));
    for (int seed = 1; seed <= releases; seed++) {
      List<Outcome> outcomes = Releases.run(scenario, rules, seed);
      for (int i = 0; i < outcomes.size(); i++) {
        byRule.get(i).add(outcomes.get(i));
      }
    }
    return byRule.stream().map(Tally::new).toList();
  }

  Share rolledBack() {
    return new Share(count(Decision.ROLL_BACK), outcomes.size());
  }

  /** Median seconds of those that were rolled back. */
  OptionalDouble medianToRollBack() {
    return median(Decision.ROLL_BACK);
  }

  /** Median seconds of those that were promoted. */
  OptionalDouble medianToPromote() {
    return median(Decision.PROMOTE);
  }

  double meanBad() {
    return outcomes.stream().mapToDouble(Outcome::bad).average().orElse(Double.NaN);
  }

  /** Standard error of the mean of bad requests. */
  double errorOfMeanBad() {
    double mean = meanBad();
    double squares =
        outcomes.stream().mapToDouble(each -> (each.bad() - mean) * (each.bad() - mean)).sum();
    return Math.sqrt(squares / (outcomes.size() - 1.0) / outcomes.size());
  }

  private long count(Decision decision) {
    return outcomes.stream().filter(each -> each.decision() == decision).count();
  }

  private OptionalDouble median(Decision decision) {
    double[] seconds =
        outcomes.stream()
            .filter(each -> each.decision() == decision)
            .mapToDouble(Outcome::seconds)
            .sorted()
            .toArray();
    return seconds.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((seconds[(seconds.length - 1) / 2] + seconds[seconds.length / 2]) / 2);
  }
}
