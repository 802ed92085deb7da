package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import dev.slipway.release.ReleaseStatus.Phase;
import dev.slipway.rollout.RolloutStatus;
import dev.slipway.temporal.WorkflowIds;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** An upgrade and the way back from it, in the middle of a release. */
@Isolated("it kills the worker of the stack")
@ExtendWith(SharedStack.class)
final class TwoVersionsE2E {

  private final Stack stack;

  TwoVersionsE2E(Stack stack) {
    this.stack = stack;
  }

  @Test
  void finishesAReleaseThatWorkersOfTwoVersionsHandToEachOtherAndBack() throws IOException {
    Service service = Service.live(stack, "versions");
    try (Visitors visitors = new Visitors(service.url())) {
      ReleaseKey release = service.push("", TwoVersionsE2E::decidedAndHeld);
      ReleaseStatus asked = service.when(release, Phase.AWAITING_APPROVAL);
      assertThat(isWrittenByTheNext(WorkflowIds.release(release))).isFalse();

      Process newer = startNewer();
      try {
        stack.process("worker").destroyForcibly();
        approveAsTheNext(release, asked.diffDigest());
        service.awaitRollout("the canary has traffic", rollout -> rollout.weight() == 50);
        assertThat(isWrittenByTheNext(WorkflowIds.release(release))).isTrue();
        assertThat(isWrittenByTheNext(WorkflowIds.rollout(service.production()))).isTrue();
        stack.slipway().run("dev", "--detach").required();
        // The worker of the step dies as it is about to obey: neither order nor step is lost.
        stack.slipway().run("release", "pause", release.toString()).required();
      } finally {
        newer.destroyForcibly();
      }
      service.awaitRollout(RolloutStatus.Phase.PAUSED);
      stack.slipway().run("release", "resume", release.toString()).required();
      service.awaitRollout(RolloutStatus.Phase.SHIFTING);
      stack.slipway().run("release", "promote", release.toString()).required();

      ReleaseResult result = service.end(release);
      assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
      service.requireAtRest("1");
      assertThat(Git.trailers(service.config(), "Slipway-Release"))
          .containsExactly(release.toString());
      assertThat(Git.pullRequests(service.config())).isEqualTo(1);
      assertThat(visitors.unanswered()).isZero();
    }
  }

  /** A step that ends only when a person says so. */
  private static String decidedAndHeld(String delivery) {
    return delivery
        .replace("mode: deployment", "mode: delivery")
        .replace("minimumHold: 1s, maximumHold: 4s", "minimumHold: 10m, maximumHold: 20m")
        .replace("missingData: 30s", "missingData: 5m");
  }

  /** The command of the next version, which writes a field that this one does not know. */
  private void approveAsTheNext(ReleaseKey release, String diff) {
    String said =
        stack
            .temporal()
            .client()
            .newUntypedWorkflowStub(WorkflowIds.release(release))
            .update(
                "approve",
                String.class,
                Map.of(
                    "by",
                    "ada",
                    "reason",
                    "read it",
                    "diffDigest",
                    diff,
                    NewerWorker.FIELD,
                    "yes"));
    assertThat(said).isEqualTo("approved");
  }

  private boolean isWrittenByTheNext(String workflow) {
    return stack.temporal().client().fetchHistory(workflow).getEvents().stream()
        .anyMatch(event -> asText(event.toByteArray()).contains(NewerWorker.FIELD));
  }

  /** One character a byte: an event is no text, but the field's name in it is. */
  private static String asText(byte[] event) {
    return new String(event, StandardCharsets.ISO_8859_1);
  }

  private Process startNewer() throws IOException {
    Path log = stack.root().resolve("newer-worker.log");
    ProcessBuilder newer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                NewerWorker.class.getName(),
                "--slipway.platform-file=" + stack.root().resolve("platform.yaml"),
                "--slipway.work=" + stack.root().resolve("newer-worker"),
                "--slipway.artifacts=" + stack.root().resolve("artifacts"),
                "--slipway.clusters.local=" + stack.root().resolve("cluster"),
                "--slipway.branch-poll=1s",
                "--server.port=0")
            .directory(stack.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    newer.environment().put("TEMPORAL_ADDRESS", stack.marker().path("temporalAddress").asText());
    Process started = newer.start();
    Patience.untilTrue(
        "the newer worker polls", () -> read(log).contains("polling as"), () -> read(log));
    return started;
  }

  /** Without the command, whose choice of a logger, which logs nothing, is not the worker's. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                !entry.contains("slf4j-nop")
                    && !entry.contains("slipway-starter")
                    && !entry.endsWith("starter/target/classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
