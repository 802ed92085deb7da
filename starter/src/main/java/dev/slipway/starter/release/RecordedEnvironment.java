package dev.slipway.starter.release;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.observation.RecordKey;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.StepStatus;
import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.temporal.WorkflowIds;
import java.util.List;

/** Which of a release's rollouts is meant: the one that was named, else the last. */
final class RecordedEnvironment {

  private RecordedEnvironment() {}

  /**
   * @param environment empty for the last one that has begun
   * @throws CliException NOT_FOUND when there was none
   */
  static RecordKey of(ReleaseStatus release, String environment) {
    ReleaseKey key = release.input().key();
    List<String> begun =
        release.steps().stream()
            .map(StepStatus::reference)
            .filter(WorkflowIds::isRollout)
            .map(WorkflowIds::environmentOfRollout)
            .distinct()
            .toList();
    String chosen = environment.isEmpty() && !begun.isEmpty() ? begun.getLast() : environment;
    if (!begun.contains(chosen)) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "The release "
              + key
              + " has no rollout "
              + (environment.isEmpty() ? "yet" : "in '" + environment + "'")
              + (begun.isEmpty()
                  ? ": see slipway release explain " + key + "."
                  : ": it has one in " + String.join(", ", begun) + "."));
    }
    return RecordKey.of(new EnvironmentKey(chosen, key.service()), key.toString());
  }
}
