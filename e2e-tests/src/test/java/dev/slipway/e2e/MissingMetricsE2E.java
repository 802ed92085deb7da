package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.rollout.RolloutStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** The cluster and its counters stand still in the middle of a canary. */
@Isolated("it stops the cluster of the stack")
@ExtendWith(SharedStack.class)
final class MissingMetricsE2E {

  private final Stack stack;

  MissingMetricsE2E(Stack stack) {
    this.stack = stack;
  }

  @Test
  void rollsBackWhatHasNoMetricsAndFinishesWhenTheClusterIsBack() {
    Service service = Service.live(stack, "silent");
    String tree = service.tree();
    ReleaseKey release;
    try (Visitors visitors = new Visitors(service.url())) {
      release = service.push("", MissingMetricsE2E::held);
      service.when(release, ReleaseStatus.Phase.ROLLING_OUT);
      service.awaitRollout("the canary is compared", MissingMetricsE2E::isCompared);
      assertThat(visitors.unanswered()).isZero();
    }

    signal("STOP");
    try {
      service.awaitRollout(RolloutStatus.Phase.ROLLING_BACK);
    } finally {
      signal("CONT");
    }

    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(result.reason())
        .matches("the gateway does not answer for \\d+ s, and missing data is never a pass");
    service.requireAtRest("0");
    assertThat(service.tree()).isEqualTo(tree);
    assertThat(service.outcomes()).containsExactly(Kind.ROLLED_BACK, Kind.PROMOTED);
    assertThat(Git.trailers(service.config(), "Slipway-Restore")).hasSize(1);
  }

  /** A step that would go on for long if nothing were missing. */
  private static String held(String delivery) {
    return delivery
        .replace("minimumHold: 1s, maximumHold: 4s", "minimumHold: 10m, maximumHold: 20m")
        .replace("missingData: 30s", "missingData: 10s");
  }

  private static boolean isCompared(RolloutStatus rollout) {
    return rollout.result().isEmpty() && rollout.weight() == 50;
  }

  private void signal(String name) {
    String cluster = Long.toString(stack.process("cluster").pid());
    Program.run(
            stack.root(), Map.of(), Duration.ofSeconds(10), List.of("kill", "-" + name, cluster))
        .required();
  }
}
