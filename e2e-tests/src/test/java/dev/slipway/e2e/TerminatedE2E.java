package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.EnvironmentStatus;
import dev.slipway.environment.StableRevision;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.temporal.WorkflowIds;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Somebody ends workflows with Temporal's own tools in the middle of a canary: they can do nothing
 * about it, and whoever comes next cleans up.
 */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedStack.class)
final class TerminatedE2E {

  private final Stack stack;

  TerminatedE2E(Stack stack) {
    this.stack = stack;
  }

  @Test
  void rolloutIsCleanedUpAfterByItself() {
    Service service = Service.live(stack, "cut-rollout");
    String tree = service.tree();
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = inMidCanary(service);

      stack.temporal().terminate(WorkflowIds.rollout(service.production()));

      requireAtStable(service, release, tree);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void environmentThatIsTerminatedTooIsCleanedUpAfterByASync() {
    Service service = Service.live(stack, "cut-both");
    String tree = service.tree();
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = inMidCanary(service);
      stack.temporal().terminate(WorkflowIds.environment(service.production()));
      stack.temporal().terminate(WorkflowIds.rollout(service.production()));

      stack.slipway().run("environment", "sync", "production", service.name()).required();

      requireAtStable(service, release, tree);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void environmentTakesUpTheRolloutThatOutlivedIt() {
    Service service = Service.live(stack, "cut-environment");
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = inMidCanary(service);
      stack.temporal().terminate(WorkflowIds.environment(service.production()));

      stack.slipway().run("environment", "sync", "production", service.name()).required();
      assertThat(service.environment().orElseThrow().holder()).contains(release.toString());
      stack.slipway().run("release", "promote", release.toString()).required();

      ReleaseResult result = service.end(release);
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void environmentThatBeginsAnewKnowsItsPastAgain() {
    Service service = Service.live(stack, "cut-at-rest");
    try (Visitors visitors = new Visitors(service.url())) {
      service.promote(UnaryOperator.identity());
      ReleaseKey bad = inMidCanary(service);
      stack.slipway().run("release", "abort", bad.toString(), "--reason", "a test").required();
      service.end(bad);
      assertThat(visitors.unanswered()).isZero();
    }
    EnvironmentStatus before = service.environment().orElseThrow();
    stack.temporal().terminate(WorkflowIds.environment(service.production()));

    stack.slipway().run("environment", "sync", "production", service.name()).required();

    EnvironmentStatus after = service.environment().orElseThrow();
    assertThat(after.quarantine()).hasSize(1).isEqualTo(before.quarantine());
    assertThat(after.stable().map(StableRevision::ref))
        .isEqualTo(before.stable().map(StableRevision::ref));
    assertThat(after.stable().map(StableRevision::number))
        .isEqualTo(before.stable().map(StableRevision::number));
    assertThat(after.stable().flatMap(StableRevision::plan))
        .isEqualTo(before.stable().flatMap(StableRevision::plan));
    // The first version was a person's: no release was told of it.
    assertThat(after.history()).hasSize(2).isEqualTo(before.history().subList(0, 2));
    assertThat(after.earlier())
        .extracting(StableRevision::ref)
        .isEqualTo(before.earlier().stream().map(StableRevision::ref).toList());
    assertThat(after.rollout()).isEmpty();

    stack.temporal().terminate(WorkflowIds.environment(service.production()));
    stack.slipway().run("environment", "sync", "production", service.name()).required();
    assertThat(service.environment().orElseThrow().history())
        .as("once more, from the run that had been told")
        .isEqualTo(after.history());
  }

  /** Its canary has traffic, until a person says otherwise. */
  private static ReleaseKey inMidCanary(Service service) {
    ReleaseKey release =
        service.push(
            "",
            text ->
                text.replace(
                        "minimumHold: 1s, maximumHold: 4s", "minimumHold: 10m, maximumHold: 20m")
                    .replace("missingData: 30s", "missingData: 5m"));
    service.awaitRollout(
        "the canary has traffic", rollout -> rollout.result().isEmpty() && rollout.weight() == 50);
    return release;
  }

  private static void requireAtStable(Service service, ReleaseKey release, String tree) {
    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(result.reason()).contains("was terminated in Temporal");
    service.requireAtRest("0");
    assertThat(service.tree()).isEqualTo(tree);
  }
}
