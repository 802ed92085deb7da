package dev.slipway.gitops.render.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts in the place of the tools. */
class RenderToolsTest {

  @TempDir private Path folder;
  private Path copy;

  @BeforeEach
  void start() throws IOException {
    copy = Files.createDirectory(folder.resolve("tree"));
    Files.createDirectory(folder.resolve("home"));
  }

  private Path script(String place, String body) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private RenderSettings settings(Map<RenderTool, Path> executables) {
    return RenderSettings.of(
            executables,
            Map.of("PATH", folder.resolve("bin").toString(), "XDG_CACHE_HOME", folder.toString()))
        .withLimits(Duration.ofSeconds(1), Duration.ofSeconds(20), 1_000);
  }

  private String run(String body) throws IOException, ToolComplaint {
    Path tool = script("tool", body);
    return new RenderTools(settings(Map.of(RenderTool.HELM, tool)))
        .run(RenderTool.HELM, "helm template of a", List.of("one", "$(two)"), copy);
  }

  private ApplicationFailure failure(String body) {
    return catchThrowableOfType(ApplicationFailure.class, () -> run(body));
  }

  @Test
  void runsInTheCopyWithoutOurEnvironmentAndWithItsArgumentsAsTheyAre() throws Exception {
    assertThat(run("pwd; echo \"$@\"; env | cut -d= -f1 | grep -v -e PWD -e _ | sort"))
        .isEqualTo(copy + "\none $(two)\nHOME\nTMPDIR\n");
  }

  @Test
  void hasNoNetworkWhereTheMachineLetsUsTakeItAway() throws Exception {
    assumeFalse(Confinement.here().offline().isEmpty(), "unshare is not allowed here");
    // Of a network of its own only the loopback device is there, and that is down.
    assertThat(run("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '")).isEqualTo("lo\n");
  }

  @Test
  void endsWhatSaysTooMuch() {
    ApplicationFailure failure = failure("while :; do echo more; done");
    assertThat(failure.getType()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage()).contains("gives more than");
  }

  @Test
  void endsWhatTakesTooMuchProcessorTime() {
    ApplicationFailure failure = failure("while :; do :; done");
    assertThat(failure.getType()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "helm template of a takes more than 1 s of processor time: it may loop; render less in"
                + " one path");
  }

  @Test
  void triesAgainWhenTheMachineWasTooSlow() throws IOException {
    Path tool = script("tool", "exec sleep 60");
    RenderSettings slow =
        settings(Map.of(RenderTool.HELM, tool))
            .withLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000);
    ApplicationFailure failure =
        catchThrowableOfType(
            ApplicationFailure.class,
            () -> new RenderTools(slow).run(RenderTool.HELM, "helm", List.of(), copy));
    assertThat(failure.getType()).isEqualTo("UNREACHABLE");
    assertThat(failure.isNonRetryable()).isFalse();
  }

  @Test
  void handsOnWhatTheToolComplainsAbout() {
    assertThat(catchThrowableOfType(ToolComplaint.class, () -> run("echo no >&2; exit 1")).words())
        .isEqualTo("no\n");
  }

  @Test
  void takesTheToolOnThePathOnlyInThePinnedVersion() throws Exception {
    script("bin/kustomize", "[ $1 = version ] && echo v5.8.9 || echo path");
    assertThat(fromPath()).isEqualTo("path\n");

    script("bin/kustomize", "[ $1 = version ] && echo v5.1.0 || echo path");
    ApplicationFailure old = catchThrowableOfType(ApplicationFailure.class, this::fromPath);
    assertThat(old.isNonRetryable()).isFalse();
    assertThat(old.getOriginalMessage())
        .isEqualTo(
            "this path needs kustomize 5.8.2 on the worker, and "
                + folder.resolve("bin/kustomize")
                + " is version v5.1.0, not 5.8: run tools/render/build kustomize there, or set"
                + " slipway.render.kustomize");

    script("slipway/render/kustomize-5.8.2/kustomize", "echo cache");
    assertThat(fromPath()).isEqualTo("cache\n");
  }

  private String fromPath() throws ToolComplaint {
    return new RenderTools(settings(Map.of()))
        .run(RenderTool.KUSTOMIZE, "kustomize build a", List.of("build"), copy);
  }

  @Test
  void pinsTheVersionsThatAreBuilt() throws IOException {
    for (RenderTool tool : RenderTool.values()) {
      String module = Files.readString(Path.of("../tools/render", tool.command(), "go.mod"));
      assertThat(module).containsPattern("/v[45] v" + tool.version().replace(".", "\\.") + "\\b");
    }
  }
}
