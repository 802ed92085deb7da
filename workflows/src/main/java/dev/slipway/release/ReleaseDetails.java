package dev.slipway.release;

import java.util.Locale;

/**
 * A release's state as Markdown, shown by the Temporal Web UI as the workflow's current details.
 */
final class ReleaseDetails {

  private ReleaseDetails() {}

  static String markdown(ReleaseStatus status) {
    StringBuilder text = new StringBuilder();
    text.append("**").append(status.input().key()).append("**: ");
    text.append(
        status
            .result()
            .map(end -> "**" + end.outcome() + "**, " + end.reason())
            .orElseGet(() -> status.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    text.append("\n\n").append(StepTable.markdown(status.steps()));
    status
        .rollout()
        .ifPresent(rollout -> text.append("\nRollout: `").append(rollout).append("`\n"));
    status
        .pullRequest()
        .ifPresent(link -> text.append("\nPull request: ").append(link).append('\n'));
    status.waiting().ifPresent(waiting -> text.append('\n').append(StepTable.markdown(waiting)));
    if (!status.diff().isEmpty() && status.phase() == ReleaseStatus.Phase.AWAITING_APPROVAL) {
      text.append("\n```diff\n").append(status.diff().replace("```", "'''")).append("\n```\n");
      text.append(
          "\nTo approve, send the signal `approve` with `{\"by\":\"YOUR NAME\",\"reason\":\"WHY\"}`.\n");
    }
    for (Approval approval : status.approvals()) {
      text.append("\nApproved by ")
          .append(approval.by())
          .append(" at ")
          .append(approval.at())
          .append(": ")
          .append(approval.reason());
    }
    return text.toString();
  }
}
