package dev.slipway.release;

import dev.slipway.delivery.RolloutPlan;
import dev.slipway.environment.EnvironmentOutcome;
import dev.slipway.gitops.ProposedChange;

/**
 * The pull request's body: what it brings, how it will be rolled out, what changes, and how to
 * decide.
 */
final class ChangeText {

  private ChangeText() {}

  /** The last comment on the pull request: what became of the change. */
  static String outcome(String environment, EnvironmentOutcome outcome) {
    String what =
        switch (outcome.kind()) {
          case PROMOTED -> "Promoted in ";
          case ROLLED_BACK -> "Rolled back in ";
          case HELD -> "Rolled back, and held until the restoring change is merged, in ";
          case FAILED -> "Failed in ";
        };
    return "**" + what + environment + "**: " + outcome.reason().replace("```", "'''");
  }

  static String body(ReleaseStatus status, Passport passport, ProposedChange change) {
    StringBuilder text = new StringBuilder();
    text.append("Brings `")
        .append(passport.cargo().title())
        .append("`\n(")
        .append(status.subject().replace('`', '\''));
    text.append(")\nto **").append(passport.target().key()).append("**.\n\n");
    text.append("Rollout: ").append(rollout(passport.plan().rollout())).append(".\n\n");
    for (StepStatus step : status.steps()) {
      if (step.state() == StepStatus.State.PASSED) {
        text.append("- ")
            .append(step.name())
            .append(": ")
            .append(step.detail().isEmpty() ? "passed" : step.detail())
            .append('\n');
      }
    }
    text.append("\nRendered difference (`").append(change.diffDigest()).append("`):\n\n```diff\n");
    text.append(change.diff().replace("```", "'''")).append("\n```\n\n");
    text.append(
        "Slipway merges this when it is decided and the environment is free. To approve: `slipway"
            + " release approve ");
    text.append(status.input().key()).append("`, or a review here; to reject: close it.\n");
    return text.toString();
  }

  private static String rollout(RolloutPlan plan) {
    return plan.rolling()
        .map(
            rolling ->
                "the Deployment's own rolling update, watched for "
                    + rolling.watch().toSeconds()
                    + " s; nothing is compared")
        .orElseGet(() -> plan.steps() + ", then " + plan.soak().toSeconds() + " s of soak");
  }
}
