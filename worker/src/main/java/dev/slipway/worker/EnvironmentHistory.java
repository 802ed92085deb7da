package dev.slipway.worker;

import dev.slipway.environment.Candidacy;
import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentMemory;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.environment.EnvironmentState;
import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.MemoryTrail;
import dev.slipway.rollout.RolloutInput;
import dev.slipway.rollout.RolloutResult;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import io.temporal.api.update.v1.Outcome;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events of one run of an environment, in their order, into a {@link MemoryTrail}. */
final class EnvironmentHistory {

  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentHistory.class);

  /** Name of the activity by which an environment reads what the one before it knew. */
  private static final String RECALL = "EntityLastMemory";

  private final EnvironmentKey key;
  private final DataConverter converter;

  /** Events at which such a reading was scheduled. */
  private final Set<Long> recalls = new HashSet<>();

  private @Nullable MemoryTrail trail;

  EnvironmentHistory(EnvironmentKey key, DataConverter converter) {
    this.key = key;
    this.converter = converter;
  }

  /** The next event. */
  void follow(HistoryEvent event) {
    if (event.hasWorkflowExecutionStartedEventAttributes()) {
      tell(
          event.getWorkflowExecutionStartedEventAttributes().getInput(),
          EnvironmentState.class,
          begin -> trail = new MemoryTrail(begin));
    } else if (trail != null) {
      follow(event, trail);
    }
  }

  /** Empty where it cannot even be read what the run began with. */
  Optional<EnvironmentMemory> memory() {
    return Optional.ofNullable(trail).map(MemoryTrail::memory);
  }

  private void follow(HistoryEvent event, MemoryTrail known) {
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED ->
          heard(event.getWorkflowExecutionSignaledEventAttributes(), known);
      case EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED -> {
        var word = event.getSignalExternalWorkflowExecutionInitiatedEventAttributes();
        if (word.getSignalName().equals("outcome")) {
          tell(word.getInput(), EnvironmentOutcome.class, known::told);
        }
      }
      case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
          tell(
              event.getStartChildWorkflowExecutionInitiatedEventAttributes().getInput(),
              RolloutInput.class,
              input -> known.started(input, at(event)));
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED -> {
        Outcome answer = event.getWorkflowExecutionUpdateCompletedEventAttributes().getOutcome();
        if (answer.hasSuccess()) {
          tell(answer.getSuccess(), EnvironmentStatus.class, known::answered);
        }
      }
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> {
        var activity = event.getActivityTaskScheduledEventAttributes().getActivityType();
        if (activity.getName().equals(RECALL)) {
          recalls.add(event.getEventId());
        }
      }
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
        var done = event.getActivityTaskCompletedEventAttributes();
        if (recalls.contains(done.getScheduledEventId())) {
          tell(done.getResult(), EnvironmentMemory.class, known::remembered);
        }
      }
      default -> {}
    }
  }

  private void heard(WorkflowExecutionSignaledEventAttributes signal, MemoryTrail known) {
    switch (signal.getSignalName()) {
      case "candidacy" -> tell(signal.getInput(), Candidacy.class, known::entered);
      case "rolloutEnded" -> tell(signal.getInput(), RolloutResult.class, known::ended);
      default -> {}
    }
  }

  private static Instant at(HistoryEvent event) {
    return Instant.ofEpochSecond(
        event.getEventTime().getSeconds(), event.getEventTime().getNanos());
  }

  /** What cannot be read (by an older or a newer version, say) is passed over, and said. */
  private <T> void tell(Payloads payloads, Class<T> type, Consumer<T> listener) {
    try {
      Optional.ofNullable(converter.fromPayloads(0, Optional.of(payloads), type, type))
          .ifPresent(listener);
    } catch (DataConverterException e) {
      LOG.warn("a {} of the environment {} that was cannot be read", type.getSimpleName(), key, e);
    }
  }
}
