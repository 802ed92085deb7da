package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Program.Ended;
import dev.slipway.environment.EnvironmentOutcome.Kind;
import dev.slipway.gitops.local.LocalForge;
import dev.slipway.gitops.local.Protection;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseStatus.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What can be wrong outside of Slipway, on a whole running stack: what a person reads is clear, and
 * nothing is lost. docs/bad-input.md lists all cases, also those that need no whole stack.
 */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedStack.class)
final class BadInputE2E {

  private final Stack stack;

  BadInputE2E(Stack stack) {
    this.stack = stack;
  }

  @Test
  void goesOnWhenADeletedRepositoryIsBack() throws IOException {
    Service service = Service.live(stack, "gone");
    Path away = service.config().resolveSibling("gone-config.away");
    Files.move(service.config(), away);

    try (Visitors visitors = new Visitors(service.url())) {

      ReleaseKey release = service.push("");

      assertThat(explainedWith(release, "trouble"))
          .contains(
              "ConfigPropose is tried again and again",
              service.config()
                  + " does not answer (there is no such directory): check that it is there");
      Files.move(away, service.config());
      assertThat(service.end(release).outcome()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(Git.trailers(service.config(), "Slipway-Release"))
          .containsExactly(release.toString());
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void saysThatTheSourceRepositoryIsGone() throws IOException {
    Service service = Service.live(stack, "gone-source");
    Files.move(service.source(), service.source().resolveSibling("gone-source.away"));

    Ended ended = stack.slipway().run("release", "start", service.name());

    requireSentence(
        ended,
        5,
        "slipway: The repository "
            + service.source()
            + " does not answer (there is no such directory): check that it is there.");
    service.requireAtRest("0");
  }

  @Test
  void refusesACommitThatDoesNotExist() {
    Service service = Service.live(stack, "no-commit");

    Ended whole = stack.slipway().run("release", "start", service.name(), "deadbeef".repeat(5));
    Ended branch = stack.slipway().run("release", "start", service.name(), "feature/none");

    requireSentence(
        whole,
        4,
        "slipway: The repository "
            + service.source()
            + " has no commit "
            + "deadbeef".repeat(5)
            + ".");
    requireSentence(
        branch,
        4,
        "slipway: The repository " + service.source() + " has no commit or branch 'feature/none'.");
  }

  @Test
  void namesTheLineOfAnInvalidDeliveryFile() {
    Service service = Service.live(stack, "bad-file");

    ReleaseKey release =
        service.push(
            "",
            text -> text.replace("steps: [50%]", "steps: [50%, 20%]").replace("tests:", "test:"));

    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.reason())
        .isEqualTo(
            "delivery file: delivery.yaml:4: unknown field 'test'; did you mean 'tests'?;"
                + " delivery.yaml:10: environments[0].rollout.canary.steps[1]: must be above the"
                + " step before it (50%)");
    service.requireAtRest("0");
    assertThat(Git.pullRequests(service.config())).isZero();
  }

  @Test
  void refusesAServiceThatIsNotBound() {
    Ended ended = stack.slipway().run("release", "start", "nobody");

    requireSentence(
        ended,
        5,
        "slipway: Service 'nobody' is not bound in platform.yaml: ask the platform team to add"
            + " it.");
    Patience.untilTrue(
        "nothing is kept of a name that was mistyped",
        () -> open("service/nobody").isEmpty(),
        () -> open("service/nobody"));
  }

  private java.util.List<String> open(String id) {
    return stack.temporal().find("ExecutionStatus = 'Running' AND WorkflowId = '" + id + "'");
  }

  @Test
  void refusesAnEnvironmentThatIsNotBound() {
    Service service = Service.live(stack, "unbound");

    ReleaseResult result =
        service.end(service.push("", text -> text.replace("name: production", "name: moon")));

    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.reason())
        .isEqualTo(
            "environment 'moon' is not bound for service 'unbound' (rule 'environments' of"
                + " platform.yaml)");
    service.requireAtRest("0");
  }

  @Test
  void saysWhyABuildFailed() {
    Service service = Service.live(stack, "bad-build");

    ReleaseKey release =
        service.push(
            "",
            text ->
                text.replace(
                    "run: cp behaviour.properties artifact",
                    "run: \"echo Catalogue.java:7 is broken; exit 2\""));

    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.reason()).isEqualTo("build: exited with code 2");
    assertThat(stack.slipway().run("release", "logs", release.toString()).required())
        .contains("Catalogue.java:7 is broken");
    service.requireAtRest("0");
    assertThat(Git.pullRequests(service.config())).isZero();
  }

  @Test
  void endsABuildThatHangsWithAllThatItStarted() {
    Service service = Service.live(stack, "hanging");

    ReleaseKey release =
        service.push(
            "",
            text ->
                text.replace(
                        "run: cp behaviour.properties artifact", "run: sleep 3517 & sleep 3517")
                    .replace("timeout: 60s}\ntests", "timeout: 1s}\ntests"));

    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.reason()).isEqualTo("build: timed out after 1s");
    assertThat(running("sleep 3517")).isFalse();
    service.requireAtRest("0");
  }

  @Test
  void parksWhatIsBrokenUntilSomebodyHasMendedIt() throws IOException {
    Service service = Service.live(stack, "parked");
    // In the place of the artifact that the build of the first version makes, and no other
    // service's.
    Path obstacle =
        stack.root().resolve("artifacts/sha256").resolve(sha256("version=1\nnote=parked\n"));
    Files.createDirectories(obstacle);
    try (Visitors visitors = new Visitors(service.url())) {

      ReleaseKey release = service.push("note=parked");

      service.when(release, Phase.PARKED);
      assertThat(stack.slipway().run("release", "explain", release.toString()).required())
          .contains(
              "build is broken: The worker cannot carry out "
                  + release
                  + "/build: "
                  + obstacle.getParent(),
              "Is a directory",
              "ended by    whoever mends it",
              "slipway release retry " + release,
              "slipway release abort " + release);
      assertThat(service.environment().orElseThrow().holder()).isEmpty();
      Files.delete(obstacle);
      stack.slipway().run("release", "retry", release.toString()).required();
      assertThat(service.end(release).outcome()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(Git.pullRequests(service.config())).isEqualTo(1);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void saysWhichSuiteFailed() {
    Service service = Service.live(stack, "bad-test");

    ReleaseKey release =
        service.push("", text -> text.replace("run: grep -q version", "run: grep -q nowhere"));

    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.reason()).isEqualTo("test unit: exited with code 1");
    service.requireAtRest("0");
  }

  @Test
  void rollsBackWhatNeverBecomesReady() {
    Service service = Service.live(stack, "never-ready");
    String tree = service.tree();
    try (Visitors visitors = new Visitors(service.url())) {

      ReleaseKey release =
          service.push("ready=false", text -> text.replace("readyWithin: 90s", "readyWithin: 5s"));

      ReleaseResult result = service.end(release);
      assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(result.reason())
          .matches(
              "the canary did not become ready: 0 of 1 ready: pod never-ready-canary-[0-9a-z-]+ is"
                  + " not ready: NotReady: GET /healthz was answered with 503");
      requireRestored(service, release, tree);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void rollsBackWhatCrashesAfterItWasReady() {
    Service service = Service.live(stack, "crashing");
    String tree = service.tree();
    try (Visitors visitors = new Visitors(service.url())) {

      ReleaseKey release =
          service.push(
              "crashAt=20",
              text ->
                  text.replace(
                      "minimumHold: 1s, maximumHold: 4s", "minimumHold: 15s, maximumHold: 30s"));

      ReleaseResult result = service.end(release);
      assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(result.reason())
          .matches(
              "the canary is not healthy: 0 of 1 ready: pod crashing-canary-[0-9a-z-]+ is not"
                  + " ready, restarted once: CrashLoopBackOff: exit code 3, restarted after 1000"
                  + " ms; last lines of its log: out of luck");
      requireRestored(service, release, tree);
      assertThat(visitors.unanswered()).as("the request that it crashed at").isPositive();
    }
  }

  @Test
  void rollsBackWhatHasNoTraffic() {
    Service service = Service.live(stack, "quiet");
    String tree = service.tree();

    ReleaseKey release =
        service.push("", text -> text.replace("missingData: 30s", "missingData: 3s"));

    ReleaseResult result = service.end(release);
    assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(result.reason())
        .isEqualTo(
            "nobody has counted a request of stable: is there traffic, and are its metrics where"
                + " platform.yaml says?; so the canary got no traffic at all");
    requireRestored(service, release, tree);
  }

  @Test
  void bringsItsChangeOnTopOfAPersonsThatConflicts() {
    Service service = Service.live(stack, "conflict");
    try (Visitors visitors = new Visitors(service.url())) {
      service.promote(text -> text);
      ReleaseKey release =
          service.push("", text -> text.replace("mode: deployment", "mode: delivery"));
      service.when(release, Phase.AWAITING_APPROVAL);

      service.editConfig("value: hi", "value: hello", "Greet politely");
      Patience.untilTrue(
          "the person's commit is promoted",
          () -> service.outcomes().size() == 3,
          service::environment);
      ReleaseResult result = approveUntilItEnds(service, release);

      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      assertThat(service.manifest()).contains("value: hello");
      service.requireAtRest("2");
      assertThat(Git.trailers(service.config(), "Slipway-Release"))
          .hasSize(2)
          .startsWith(release.toString());
      assertThat(visitors.unanswered()).isZero();
    }
  }

  private ReleaseResult approveUntilItEnds(Service service, ReleaseKey release) {
    return Patience.until(
        release + " ends",
        () -> {
          ReleaseStatus status = service.status(release);
          if (status.phase() == Phase.AWAITING_APPROVAL) {
            stack.slipway().run("release", "approve", release.toString());
          }
          return status.result();
        },
        () -> service.status(release));
  }

  @Test
  void waitsWhereTheBranchIsProtectedAndGoesOnWhenItIsNotAnyMore() {
    Service service = Service.live(stack, "protected");
    LocalForge forge = new LocalForge(Clock.systemUTC());
    forge.protect(
        service.config().toString(),
        "main",
        Optional.of(Protection.blocked("nothing is merged before the audit is over")));
    try (Visitors visitors = new Visitors(service.url())) {

      ReleaseKey release = service.push("");

      String explained = explainedWith(release, "the forge refuses the merge");
      assertThat(explained)
          .contains(
              "waits for   the forge refuses the merge: nothing is merged before the audit is over",
              "ended by    who may satisfy the branch protection of " + service.config(),
              "with        slipway release retry " + release);
      forge.protect(service.config().toString(), "main", Optional.empty());
      Ended retried = stack.slipway().run("release", "retry", release.toString());
      assertThat(retried.required()).isEqualTo(release + ": it tries again");
      assertThat(service.end(release).outcome()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(Git.pullRequests(service.config())).isEqualTo(1);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  @Test
  void saysThatTheGatewaysPortIsTakenAndLeavesNothingRunning(@TempDir Path place)
      throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      Ended ended = new Slipway(place).run("dev", "--detach", "--gateway-port", port);

      requireSentence(
          ended,
          1,
          "slipway: Port "
              + port
              + " is taken by another program: give another one with --gateway-port, or leave the"
              + " option out to use the next free port.");
      assertThat(running(place.toString())).isFalse();
    }
  }

  private void requireRestored(Service service, ReleaseKey release, String tree) {
    service.requireAtRest("0");
    assertThat(service.tree()).isEqualTo(tree);
    assertThat(service.outcomes()).containsExactly(Kind.ROLLED_BACK, Kind.PROMOTED);
    assertThat(Git.trailers(service.config(), "Slipway-Release")).contains(release.toString());
    assertThat(Git.trailers(service.config(), "Slipway-Restore")).hasSize(1);
    assertThat(service.environment().orElseThrow().quarantine()).hasSize(1);
  }

  /** What {@code explain} says once it says this. */
  private String explainedWith(ReleaseKey release, String words) {
    return Patience.until(
            "explain tells " + words,
            () ->
                Optional.of(stack.slipway().run("release", "explain", release.toString()).out())
                    .filter(out -> out.contains(words)),
            () -> stack.slipway().run("release", "explain", release.toString()))
        .strip();
  }

  private static void requireSentence(Ended ended, int code, String sentence) {
    assertThat(ended.err()).isEqualTo(sentence);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(code);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean running(String words) {
    try (var all = ProcessHandle.allProcesses()) {
      return all.map(handle -> handle.info().commandLine().orElse(""))
          .anyMatch(line -> line.contains(words));
    }
  }
}
