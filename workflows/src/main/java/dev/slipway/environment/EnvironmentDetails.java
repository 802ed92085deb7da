package dev.slipway.environment;

import dev.slipway.release.StepTable;
import dev.slipway.temporal.UtcTime;

/**
 * An environment's state as Markdown, shown by the Temporal Web UI as the workflow's current
 * details.
 */
final class EnvironmentDetails {

  private EnvironmentDetails() {}

  static String markdown(EnvironmentStatus status) {
    StringBuilder text = new StringBuilder("**").append(status.key()).append("**\n\n");
    text.append("Stable: ")
        .append(
            status
                .stable()
                .map(
                    s ->
                        "`"
                            + s.ref().revision()
                            + "` by "
                            + s.release()
                            + " since "
                            + UtcTime.of(s.since()))
                .orElse("nothing yet"))
        .append('\n');
    status
        .rollout()
        .ifPresent(rollout -> text.append("\nRollout: `").append(rollout).append("`\n"));
    status.holder().ifPresent(holder -> text.append("\nSlot: ").append(holder).append('\n'));
    if (!status.queue().isEmpty()) {
      text.append("\nWaiting for the slot: ")
          .append(String.join(", ", status.queue()))
          .append('\n');
    }
    status.held().ifPresent(held -> text.append('\n').append(StepTable.markdown(held)));
    status.hook().ifPresent(hook -> text.append('\n').append(StepTable.markdown(hook)));
    status.unpruned().ifPresent(what -> text.append('\n').append(StepTable.markdown(what)));
    status.contests().forEach(contest -> text.append('\n').append(StepTable.markdown(contest)));
    if (!status.history().isEmpty()) {
      text.append("\n| at | release | outcome | |\n|---|---|---|---|\n");
      status.history().stream()
          .limit(10)
          .forEach(
              o ->
                  text.append("| ")
                      .append(UtcTime.of(o.at()))
                      .append(" | ")
                      .append(o.release())
                      .append(" | ")
                      .append(o.kind())
                      .append(" | ")
                      .append(o.reason().replace('|', '/').replace('\n', ' '))
                      .append(" |\n"));
    }
    return text.toString();
  }
}
