package dev.slipway.starter.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The platform file that the embedded default begins with: it knows no service yet. */
final class FirstPlatformFile {

  private static final String FIRST =
      """
      # The platform file: which repository and team own a service, where its environments lie, and who may do what.
      # The worker reads it anew when it changes. Reference: docs/reference/platform-file.md
      apiVersion: slipway.dev/v1
      services: []
      """;

  private FirstPlatformFile() {}

  /** A person's own file is never touched. */
  static void createWhenMissing(Path file) {
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.writeString(file, FIRST, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DevException(file + " cannot be written (" + e.getMessage() + ").", e);
    }
  }
}
