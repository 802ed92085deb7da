package dev.slipway.worker;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.environment.EnvironmentMemory;
import dev.slipway.temporal.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DataConverter;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Temporal has written down of the environment before this one. Read from its history and not
 * by a query, as a workflow that was terminated cannot be replayed, and so answers none.
 */
record EnvironmentRecord(WorkflowClient client, EnvironmentKey key) {

  /** Runs of an environment that are looked through; Temporal keeps those of some days. */
  private static final int MOST_RUNS = 1_000;

  /**
   * @param except the run that asks
   * @return empty when there was none, or Temporal does not keep its history any more
   */
  Optional<EnvironmentMemory> before(String except) {
    String id = WorkflowIds.environment(key);
    try (Stream<WorkflowExecutionMetadata> runs =
        client.listExecutions("WorkflowId = '" + id + "'")) {
      return runs.limit(MOST_RUNS)
          .filter(run -> !run.getExecution().getRunId().equals(except))
          .max(Comparator.comparing(WorkflowExecutionMetadata::getStartTime))
          .flatMap(run -> read(run.getExecution()));
    }
  }

  private Optional<EnvironmentMemory> read(WorkflowExecution run) {
    try (Stream<HistoryEvent> events = client.streamHistory(run.getWorkflowId(), run.getRunId())) {
      return read(key, events, client.getOptions().getDataConverter());
    } catch (WorkflowNotFoundException e) {
      // Temporal lists it longer than it keeps its history.
      return Optional.empty();
    }
  }

  /**
   * @param events of one run, in their order
   */
  static Optional<EnvironmentMemory> read(
      EnvironmentKey key, Stream<HistoryEvent> events, DataConverter converter) {
    EnvironmentHistory history = new EnvironmentHistory(key, converter);
    events.forEach(history::follow);
    return history.memory();
  }
}
