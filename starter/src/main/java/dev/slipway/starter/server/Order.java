package dev.slipway.starter.server;

import java.time.Duration;
import java.util.List;

/**
 * An order (an update) to a running workflow.
 *
 * @param update its name in the contract
 * @param answer what is answered
 * @param within how long the answer may take
 */
public record Order<T>(
    String workflowId, String update, Class<T> answer, Duration within, List<Object> arguments) {

  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  public Order {
    arguments = List.copyOf(arguments);
  }

  /** One that is answered at once, by a sentence. */
  public static Order<String> atOnce(String workflowId, String update, Object argument) {
    return new Order<>(workflowId, update, String.class, AT_ONCE, List.of(argument));
  }
}
