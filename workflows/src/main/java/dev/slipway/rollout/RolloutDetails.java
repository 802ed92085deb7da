package dev.slipway.rollout;

import dev.slipway.release.StepTable;
import java.util.Locale;

/**
 * A rollout's state as Markdown, shown by the Temporal Web UI as the workflow's current details.
 */
final class RolloutDetails {

  private RolloutDetails() {}

  static String markdown(RolloutStatus status) {
    StringBuilder text = new StringBuilder();
    text.append("**").append(status.input().target().key()).append("**: ");
    text.append(
        status
            .result()
            .map(end -> end.outcome() + ", " + end.reason())
            .orElseGet(() -> words(status.phase())));
    if (status.input().plan().rolling().isEmpty()) {
      text.append(String.format(Locale.ROOT, ", canary at %s %%", status.weight()));
    }
    text.append("\n\n");
    text.append(StepTable.markdown(status.steps()));
    status
        .analysis()
        .ifPresent(analysis -> text.append('\n').append(analysis.sentence()).append('\n'));
    status.waiting().ifPresent(waiting -> text.append('\n').append(StepTable.markdown(waiting)));
    return text.toString();
  }

  private static String words(RolloutStatus.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
