package dev.slipway.release;

import dev.slipway.temporal.UtcTime;
import java.time.Duration;
import java.util.List;

/** Steps and waits as Markdown, for the current details of a workflow. */
public final class StepTable {

  private StepTable() {}

  public static String markdown(List<StepStatus> steps) {
    StringBuilder text = new StringBuilder("| step | state | took | |\n|---|---|---|---|\n");
    for (StepStatus step : steps) {
      text.append("| ")
          .append(cell(step.name()))
          .append(" | ")
          .append(step.state())
          .append(" | ")
          .append(took(step));
      text.append(" | ").append(cell(step.detail()));
      if (!step.reference().isEmpty()) {
        text.append(" `").append(cell(step.reference())).append('`');
      }
      text.append(" |\n");
    }
    return text.toString();
  }

  public static String markdown(Waiting waiting) {
    StringBuilder text =
        new StringBuilder("Waits since ")
            .append(UtcTime.of(waiting.since()))
            .append(" for: ")
            .append(waiting.reason());
    waiting
        .until()
        .ifPresent(
            until ->
                text.append("\nUntil ")
                    .append(UtcTime.of(until))
                    .append("; then: ")
                    .append(waiting.then()));
    text.append("\nCan end it: ").append(String.join(", ", waiting.endedBy()));
    for (String command : waiting.commands()) {
      text.append("\n    ").append(command);
    }
    return text.append('\n').toString();
  }

  private static String took(StepStatus step) {
    if (step.startedAt().isEmpty() || step.endedAt().isEmpty()) {
      return "";
    }
    Duration took = Duration.between(step.startedAt().get(), step.endedAt().get());
    return took.toMinutes() > 0
        ? took.toMinutes() + " min " + took.toSecondsPart() + " s"
        : took.toMillis() / 1000.0 + " s";
  }

  /** Text from outside must not break out of its cell. */
  private static String cell(String text) {
    return text.replace('|', '/').replace('\n', ' ').replace('\r', ' ').replace('`', '\'');
  }
}
