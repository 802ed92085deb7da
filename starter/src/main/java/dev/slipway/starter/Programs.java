package dev.slipway.starter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other programs of this machine that are asked a short question. */
@FunctionalInterface
public interface Programs {

  /**
   * The first kilobytes of what the program says.
   *
   * @param command an argument list; nothing is passed to a shell
   * @return empty when it is not installed, says no, or does not answer in two seconds
   */
  Optional<String> ask(Path directory, List<String> command);

  /** Those on the PATH. */
  static Programs installed() {
    return (directory, command) -> {
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return Optional.empty();
        }
        try (InputStream output = process.getInputStream()) {
          String answer = new String(output.readNBytes(4096), StandardCharsets.UTF_8);
          return process.exitValue() == 0 ? Optional.of(answer.strip()) : Optional.empty();
        }
      } catch (IOException e) {
        // Not installed, which is what the empty answer says.
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    };
  }
}
