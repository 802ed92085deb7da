package dev.slipway.benchmarks.canary;

import dev.slipway.benchmarks.canary.SimulatedRollout.Ending;
import dev.slipway.benchmarks.canary.SimulatedRollout.Outcome;
import dev.slipway.delivery.RolloutPlan;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

/** What became of many releases on simulated pods. */
record PodTally(List<Outcome> outcomes) {

  PodTally {
    outcomes = List.copyOf(outcomes);
  }

  /** The releases are numbered from 1, which is their seed. */
  static PodTally of(
      Scenario scenario, Fleet fleet, RolloutPlan plan, boolean podsKnown, int releases) {
    return new PodTally(
        LongStream.rangeClosed(1, releases)
            .parallel()
            .mapToObj(
                release -> new SimulatedRollout(scenario, fleet, plan, podsKnown, release).run())
            .toList());
  }

  Share ended(Ending ending) {
    return share(outcome -> outcome.ending() == ending);
  }

  /** A pod was named, and it was one that fails by itself. */
  Share namedRightly() {
    return share(outcome -> outcome.podNamed() >= 0 && outcome.rightly());
  }

  /** A pod was named that is as good or as bad as the others. */
  Share namedWrongly() {
    return share(outcome -> outcome.podNamed() >= 0 && !outcome.rightly());
  }

  /** Median seconds of those that ended so; "-" where none did. */
  String seconds(Ending ending) {
    return median(outcome -> outcome.ending() == ending, Outcome::seconds);
  }

  /** Median seconds until a pod was named; "-" where none was. */
  String secondsToNaming() {
    return median(outcome -> outcome.podNamed() >= 0, Outcome::podNamed);
  }

  double meanBad() {
    return outcomes.stream().mapToDouble(Outcome::bad).average().orElse(Double.NaN);
  }

  private Share share(Predicate<Outcome> which) {
    return new Share(outcomes.stream().filter(which).count(), outcomes.size());
  }

  private String median(Predicate<Outcome> which, ToIntFunction<Outcome> what) {
    int[] sorted = outcomes.stream().filter(which).mapToInt(what).sorted().toArray();
    return sorted.length == 0
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.0f",
            (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0);
  }
}
