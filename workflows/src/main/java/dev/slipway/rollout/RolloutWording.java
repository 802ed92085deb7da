package dev.slipway.rollout;

import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.hook.Hook;
import dev.slipway.hook.Hook.Occasion;
import dev.slipway.release.Waiting;
import dev.slipway.rollout.RolloutDecision.Watch;
import dev.slipway.rollout.RolloutStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a rollout's steps are named and its waits are explained to people. */
final class RolloutWording {

  private final RolloutInput input;

  RolloutWording(RolloutInput input) {
    this.input = input;
  }

  /** Names of the steps that lie ahead, in order. */
  static List<String> steps(RolloutInput input) {
    List<String> names = new ArrayList<>(titles(input, Occasion.PRE_SYNC));
    names.addAll(way(input));
    names.addAll(titles(input, Occasion.POST_SYNC));
    return names;
  }

  private static List<String> titles(RolloutInput input, Occasion occasion) {
    return Hook.of(input.hooks(), occasion).stream().map(Hook::title).toList();
  }

  private static List<String> way(RolloutInput input) {
    return input
        .plan()
        .rolling()
        .map(RollingWording::steps)
        .orElseGet(() -> new RolloutWording(input).steps());
  }

  private List<String> steps() {
    List<String> names = new ArrayList<>();
    names.add("prepare canary");
    for (int position = 0; position < input.plan().steps().size(); position++) {
      names.add(step(position));
    }
    if (!input.plan().soak().isZero()) {
      names.add("soak");
    }
    names.add("promote");
    return names;
  }

  /** Name of the step at a position of the plan; the one after the last is the soak. */
  String step(int position) {
    return position < input.plan().steps().size()
        ? "canary " + percent(input.plan().steps().get(position).value())
        : "soak";
  }

  /** What the activity of a step is called in the history. */
  static String summary(Watch watch) {
    String at = "canary at " + percent(watch.weight());
    return watch.isHold()
        ? at + ", " + watch.holding()
        : at + " for at most " + watch.maximumHold().toSeconds() + " s";
  }

  static Phase phase(Watch watch) {
    if (watch.isHold()) {
      return watch.holding().startsWith("paused") ? Phase.PAUSED : Phase.AWAITING_DECISION;
    }
    return watch.weight() == RolloutPlan.SOAK_WEIGHT ? Phase.SOAKING : Phase.SHIFTING;
  }

  Waiting waiting(Watch watch, Instant now) {
    EnvironmentKey target = input.target().key();
    Instant until = now.plus(watch.maximumHold());
    if (watch.isHold()) {
      return new Waiting(
          watch.holding(),
          now,
          Optional.of(until),
          "it rolls back",
          List.of("an operator"),
          List.of(
              "slipway release resume " + target,
              "slipway release abort " + target + " --reason …"));
    }
    return switch (watch.advance()) {
      case BY_TIME, NEVER ->
          new Waiting(
              "the canary serves " + percent(watch.weight()) + " and is watched",
              now,
              Optional.of(now.plus(watch.minimumHold())),
              "it goes on, unless a regression is found",
              List.of("the analysis", "an operator"),
              List.of("slipway release promote " + target));
      case BY_EVIDENCE ->
          new Waiting(
              "proof that the canary, at "
                  + percent(watch.weight())
                  + ", is not worse than its tolerance",
              now,
              Optional.of(until),
              "inconclusive: " + input.plan().onInconclusive().name().toLowerCase(Locale.ROOT),
              List.of("the analysis", "an operator"),
              List.of("slipway release promote " + target));
    };
  }

  static String percent(double weight) {
    return weight == Math.rint(weight) ? (long) weight + " %" : weight + " %";
  }
}
