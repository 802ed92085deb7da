package dev.slipway.starter.release;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --override-quarantine}. */
final class QuarantineOverride {

  @Option(
      names = "--override-quarantine",
      paramLabel = "REASON",
      description = "release what was rolled back before all the same; recorded with who and why")
  private @Nullable String reason;

  /** Who and why; empty when it was not asked for. */
  Optional<String> of(String by) {
    if (reason != null && reason.isBlank()) {
      throw new CliException(
          ExitCode.USAGE, "Say why the quarantine is overridden: --override-quarantine REASON.");
    }
    return Optional.ofNullable(reason).map(why -> by + ": " + why.strip());
  }
}
