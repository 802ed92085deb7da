package dev.slipway.benchmarks.canary;

import dev.slipway.benchmarks.canary.Rule.Decision;
import dev.slipway.benchmarks.canary.Rule.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Simulated releases, all rules on the same requests. */
final class Releases {

  /** An hour; a bad canary that was not rolled back by then was missed. */
  static final int HORIZON_SECONDS = 3600;

  private Releases() {}

  /**
   * How a release went.
   *
   * @param decision what was decided; to go on, when the hour was over before
   * @param seconds when
   * @param bad requests of the canary in that hour
   */
  record Outcome(Decision decision, int seconds, double bad) {}

  /** One release under each rule, in the rules' order. */
  static List<Outcome> run(Scenario scenario, List<Rule> rules, long seed) {
    RequestStream stream = new RequestStream(scenario, seed);
    List<Trial> trials = rules.stream().map(rule -> rule.begin(scenario)).toList();
    List<Optional<Outcome>> outcomes =
        new ArrayList<>(Collections.nCopies(rules.size(), Optional.empty()));
    double[] bad = new double[rules.size()];
    int end = 0;
    while (end < HORIZON_SECONDS && outcomes.stream().anyMatch(Optional::isEmpty)) {
      stream.next();
      end += RequestStream.BLOCK_SECONDS;
      for (int i = 0; i < trials.size(); i++) {
        if (outcomes.get(i).isPresent()) {
          continue;
        }
        Trial trial = trials.get(i);
        double weight = trial.weight();
        Served canary = stream.served(Arm.CANARY, 0, weight);
        Served baseline = stream.served(Arm.STABLE, weight, trial.baselineUntil());
        bad[i] += badOf(scenario, canary);
        Decision decision = trial.after(canary, baseline);
        if (decision != Decision.GO_ON || end == HORIZON_SECONDS) {
          outcomes.set(i, Optional.of(new Outcome(decision, end, bad[i])));
        }
      }
    }
    return outcomes.stream()
        .map(Optional::orElseThrow)
        .map(outcome -> withTheRestOfTheHour(outcome, scenario))
        .toList();
  }

  private static double badOf(Scenario scenario, Served canary) {
    return switch (scenario.bad()) {
      case NONE -> 0;
      case ERRORS -> canary.errors();
      case REQUESTS -> canary.requests();
    };
  }

  /** Once promoted the version gets all the traffic; what it does is taken at its mean. */
  private static Outcome withTheRestOfTheHour(Outcome outcome, Scenario scenario) {
    if (outcome.decision() != Decision.PROMOTE) {
      return outcome;
    }
    double rest = 0;
    for (int second = outcome.seconds(); second < HORIZON_SECONDS; second++) {
      rest += scenario.expectedBad(second);
    }
    return new Outcome(outcome.decision(), outcome.seconds(), outcome.bad() + rest);
  }
}
