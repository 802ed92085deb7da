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

/**
 * The cluster stands still in the middle of a canary: its interface, its gateway and its counters
 * take connections, and answer none.
 */
@Isolated("it stops the cluster of the stack")
@ExtendWith(SharedStack.class)
final class StandingClusterE2E {

  private final Stack stack;

  StandingClusterE2E(Stack stack) {
    this.stack = stack;
  }

  @Test
  void saysWhatDoesNotAnswerAndGoesOnWhenItDoes() {
    Service service = Service.live(stack, "standing");
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = service.push("", StandingClusterE2E::held);
      service.when(release, ReleaseStatus.Phase.ROLLING_OUT);
      service.awaitRollout("the canary has traffic", StandingClusterE2E::isHalf);

      signal("STOP");
      try {
        Patience.untilTrue(
            "explain says what does not answer",
            () -> explained(release).contains("the local cluster does not answer"),
            () -> explained(release));
      } finally {
        signal("CONT");
      }
      stack.slipway().run("release", "promote", release.toString()).required();

      ReleaseResult result = service.end(release);
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(service.outcomes()).containsExactly(Kind.PROMOTED, Kind.PROMOTED);
      // The gateway itself stood still, and nothing else was in their way.
      assertThat(visitors.unanswered()).isLessThan(10);
    }
  }

  private String explained(ReleaseKey release) {
    return stack.slipway().run("release", "explain", release.toString()).out();
  }

  /** A step that ends only when a person says so. */
  private static String held(String delivery) {
    return delivery
        .replace("minimumHold: 1s, maximumHold: 4s", "minimumHold: 10m, maximumHold: 20m")
        .replace("missingData: 30s", "missingData: 5m");
  }

  private static boolean isHalf(RolloutStatus rollout) {
    return rollout.result().isEmpty() && rollout.weight() == 50;
  }

  private void signal(String name) {
    String cluster = Long.toString(stack.process("cluster").pid());
    Program.run(
            stack.root(), Map.of(), Duration.ofSeconds(10), List.of("kill", "-" + name, cluster))
        .required();
  }
}
