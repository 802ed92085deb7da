package dev.slipway.starter.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Built by an installed Go from the pinned module: a few minutes once. Go verifies every source by
 * the module's {@code go.sum}.
 */
final class BuiltTemporal implements TemporalSource {

  private static final String COMMAND = "github.com/temporalio/cli/cmd/temporal";

  /** A line of progress for so many compiled packages, of about 1,700. */
  private static final int PACKAGES_PER_LINE = 200;

  private final String path;
  private final Path module;
  private final Path target;

  /**
   * @param path the value of {@code PATH}; Go's own usual place is looked at too
   * @param module the folder with {@code go.mod}
   * @param target where the executable shall be
   */
  BuiltTemporal(String path, Path module, Path target) {
    this.path = path;
    this.module = module;
    this.target = target;
  }

  @Override
  public Answer find(Progress progress) {
    Optional<Path> go =
        Executables.find("go", path).or(() -> Executables.find("go", "/usr/local/go/bin"));
    if (go.isEmpty()) {
      return new Answer.Closed("no Go is installed to build it");
    }
    try {
      Files.createDirectories(target.getParent());
      Path fresh = target.resolveSibling("temporal.building-" + ProcessHandle.current().pid());
      try {
        progress.say(
            "building Temporal "
                + TemporalRelease.VERSION
                + " with "
                + go.get()
                + ", which takes a few minutes once");
        String lastLine = build(go.get(), fresh, progress);
        if (!Files.isExecutable(fresh)) {
          return new Answer.Closed("Go could not build it (" + lastLine + ")");
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        return new Answer.Found(target);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      return new Answer.Closed("Go could not build it (" + e.getMessage() + ")");
    }
  }

  /** Runs in this command's own process group, so that Ctrl-C ends it too. */
  private String build(Path go, Path fresh, Progress progress) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    go.toString(),
                    "build",
                    "-v",
                    "-trimpath",
                    "-ldflags",
                    "-s -w -X github.com/temporalio/cli/temporalcli.Version="
                        + TemporalRelease.VERSION,
                    "-o",
                    fresh.toString(),
                    COMMAND))
            .directory(module.toFile())
            .redirectErrorStream(true);
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOWORK", "off");
    Process process = builder.start();
    process.getOutputStream().close();
    String last = "it said nothing";
    int packages = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.strip();
        packages += line.startsWith("go: ") ? 0 : 1;
        if (packages > 0 && packages % PACKAGES_PER_LINE == 0) {
          progress.say("  " + packages + " packages are compiled");
        }
      }
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
    return last;
  }
}
