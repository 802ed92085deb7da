package dev.slipway.starter.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An order (an update) to a workflow.
 *
 * @param update its name in the contract
 * @param answer what is answered
 * @param within how long the answer may take
 * @param beginning how the workflow is started where it does not run yet; empty: then the order is
 *     refused
 */
public record Order<T>(
    String workflowId,
    String update,
    Class<T> answer,
    Duration within,
    List<Object> arguments,
    Optional<Beginning> beginning) {

  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  public Order {
    arguments = List.copyOf(arguments);
  }

  /**
   * @param type of the workflow
   * @param input what it begins with
   */
  public record Beginning(String type, Object input) {}

  /** One that is answered at once, by a sentence. */
  public static Order<String> atOnce(String workflowId, String update, Object argument) {
    return of(workflowId, update, String.class, AT_ONCE, List.of(argument));
  }

  /** One to a workflow that runs. */
  public static <T> Order<T> of(
      String workflowId, String update, Class<T> answer, Duration within, List<Object> arguments) {
    return new Order<>(workflowId, update, answer, within, arguments, Optional.empty());
  }

  /** The same to a workflow that may have to be started first. */
  public Order<T> beginningWith(String type, Object input) {
    return new Order<>(
        workflowId, update, answer, within, arguments, Optional.of(new Beginning(type, input)));
  }
}
