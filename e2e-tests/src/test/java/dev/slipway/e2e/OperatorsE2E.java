package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Program.Ended;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.RolloutStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What people order, typed as they type it, on a whole running stack. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedStack.class)
final class OperatorsE2E {

  private final Stack stack;

  OperatorsE2E(Stack stack) {
    this.stack = stack;
  }

  @Test
  void pausesResumesAndPromotes() {
    Service service = Service.live(stack, "operated");
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = service.push("", OperatorsE2E::held);
      awaitCanary(service);

      stack.slipway().run("release", "pause", "operated", "--reason", "lunch").required();
      service.awaitRollout(RolloutStatus.Phase.PAUSED);
      assertThat(stack.slipway().run("release", "explain", "operated").required())
          .contains("paused by ada");
      stack.slipway().run("release", "resume", "operated").required();
      service.awaitRollout(RolloutStatus.Phase.SHIFTING);
      stack.slipway().run("release", "promote", "operated", "--reason", "seen enough").required();

      assertThat(service.end(release).outcome()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void abortsAndQuarantinesUntilAPersonOverrides() {
    Service service = Service.live(stack, "aborted");
    String tree = service.tree();
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = service.push("", OperatorsE2E::held);
      awaitCanary(service);

      stack
          .slipway()
          .run("release", "abort", release.toString(), "--reason", "too slow")
          .required();

      ReleaseResult result = service.end(release);
      assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(result.reason()).isEqualTo("aborted by ada: too slow");
      service.requireAtRest("0");
      assertThat(service.tree()).isEqualTo(tree);

      ReleaseKey again = start("aborted", release.commit(), 2);
      assertThat(service.end(again).outcome()).isEqualTo(Outcome.FAILED);
      assertThat(service.end(again).reason())
          .contains(
              "is quarantined here since", "aborted by ada: too slow", "--override-quarantine");

      ReleaseKey third =
          start("aborted", release.commit(), 3, "--override-quarantine", "the load was unusual");
      awaitCanary(service);
      stack.slipway().run("release", "promote", "aborted").required();
      assertThat(service.end(third).outcome()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void rejectsAndLeavesNothingBehind() {
    Service service = Service.live(stack, "rejected");
    ReleaseKey release =
        service.push("", text -> text.replace("mode: deployment", "mode: delivery"));
    service.when(release, Phase.AWAITING_APPROVAL);

    Ended unexplained = stack.slipway().run("release", "reject", release.toString());
    assertThat(unexplained.code()).isEqualTo(5);
    assertThat(unexplained.err()).isEqualTo("slipway: Say why it is rejected: --reason \"…\".");
    stack.slipway().run("release", "reject", release.toString(), "--reason", "not on a Friday");

    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(result.reason()).isEqualTo("rejected by ada: not on a Friday");
    service.requireAtRest("0");
    assertThat(Git.trailers(service.config(), "Slipway-Release")).isEmpty();
  }

  @Test
  void goesBackAfterPromotion() {
    Service service = Service.live(stack, "regretted");
    try (Visitors visitors = new Visitors(service.url())) {
      service.promote(text -> text);
      String before = service.tree();
      service.promote(text -> text);

      Ended ended =
          stack
              .slipway()
              .run("rollback", "regretted", "production", "--reason", "prices", "--watch");

      assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
      service.requireAtRest("1");
      assertThat(service.tree()).isEqualTo(before);
      assertThat(service.outcomes().getFirst()).isEqualTo(Kind.PROMOTED);
      assertThat(stack.slipway().run("environment", "diff", "production", "regretted").code())
          .isZero();
      assertThat(visitors.unanswered()).isZero();
    }
  }

  private ReleaseKey start(String service, String commit, int attempt, String... options) {
    java.util.List<String> arguments =
        new java.util.ArrayList<>(java.util.List.of("release", "start", service, commit));
    arguments.addAll(java.util.List.of(options));
    stack.slipway().run(arguments.toArray(String[]::new)).required();
    return new ReleaseKey(service, commit, attempt);
  }

  /** A step that ends only when a person says so. */
  private static String held(String delivery) {
    return delivery
        .replace("minimumHold: 1s, maximumHold: 4s", "minimumHold: 10m, maximumHold: 20m")
        .replace("missingData: 30s", "missingData: 5m");
  }

  private static void awaitCanary(Service service) {
    service.awaitRollout(
        "the canary has traffic", rollout -> rollout.result().isEmpty() && rollout.weight() == 50);
  }
}
