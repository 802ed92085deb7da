package dev.slipway.benchmarks.release;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a release did, as its workflows' histories tell it, for a bare workflow to do again: so the
 * two cannot come apart when the workflows change.
 *
 * @param parent what the release and its environment did, in order of time
 * @param child what the rollout did
 */
record Script(List<Step> parent, List<Step> child) {

  /** One thing that a workflow asked the server for. */
  sealed interface Step {

    /** An activity with the very same input. */
    record Activity(String type, String queue, List<Payload> input) implements Step {}

    /** A look at the platform file. */
    record LocalActivity() implements Step {}

    /** A word to another workflow. */
    record Signal() implements Step {}

    /** The rollout. */
    record Child() implements Step {}
  }

  Script {
    parent = List.copyOf(parent);
    child = List.copyOf(child);
  }

  /**
   * @param environment only what it did for this release
   */
  static Script of(History release, History environment, History rollout) {
    return new Script(
        steps(Stream.concat(release.events().stream(), environment.events().stream())),
        steps(rollout.events().stream()));
  }

  /** Only the activities, one after another: what the goal of the issue compares with. */
  Script flat() {
    List<Step> activities = new ArrayList<>();
    for (Step step : parent) {
      if (step instanceof Step.Child) {
        activities.addAll(child);
      } else {
        activities.add(step);
      }
    }
    return new Script(
        activities.stream().filter(step -> !(step instanceof Step.Signal)).toList(), List.of());
  }

  private static List<Step> steps(Stream<HistoryEvent> events) {
    return events
        .sorted(Comparator.comparing(History::at))
        .flatMap(event -> step(event).stream())
        .toList();
  }

  private static Optional<Step> step(HistoryEvent event) {
    if (event.hasActivityTaskScheduledEventAttributes()) {
      ActivityTaskScheduledEventAttributes scheduled =
          event.getActivityTaskScheduledEventAttributes();
      return Optional.of(
          new Step.Activity(
              scheduled.getActivityType().getName(),
              scheduled.getTaskQueue().getName(),
              scheduled.getInput().getPayloadsList()));
    }
    if (History.isLocalActivity(event)) {
      return Optional.of(new Step.LocalActivity());
    }
    if (event.hasSignalExternalWorkflowExecutionInitiatedEventAttributes()) {
      return Optional.of(new Step.Signal());
    }
    return event.hasStartChildWorkflowExecutionInitiatedEventAttributes()
        ? Optional.of(new Step.Child())
        : Optional.empty();
  }
}
