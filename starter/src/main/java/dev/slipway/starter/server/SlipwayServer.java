package dev.slipway.starter.server;

import dev.slipway.starter.Parallel;
import java.util.List;
import java.util.Optional;

/**
 * What the command needs of a Temporal server. Workflows are named by the ids of {@link
 * dev.slipway.temporal.WorkflowIds}. Everything that goes wrong is a {@link
 * dev.slipway.starter.CliException} with a sentence for a person.
 */
public interface SlipwayServer extends AutoCloseable {

  /**
   * Asks a workflow for its {@code status}, also one that has ended.
   *
   * @return empty when there is no such workflow
   */
  <T> Optional<T> status(String workflowId, Class<T> type);

  /** The statuses of several workflows, asked at once; one that is gone meanwhile is left out. */
  default <T> List<T> statuses(List<Execution> of, Class<T> type) {
    return Parallel.map(of, execution -> status(execution.workflowId(), type)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** The result of a workflow that has ended well; empty while it runs or when it has none. */
  <T> Optional<T> result(String workflowId, Class<T> type);

  /**
   * Gives an order to a workflow, starting it where the order says how, and waits for its answer.
   *
   * @throws dev.slipway.starter.CliException REFUSED with the workflow's own reason, NOT_FOUND when
   *     it does not run
   */
  <T> T order(Order<T> order);

  /** Newest first. */
  List<Execution> list(Selection selection);

  /** What a workflow has under way; empty when it does not run (any more). */
  Optional<List<RunningActivity>> running(String workflowId);

  @Override
  void close();
}
