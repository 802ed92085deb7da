package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** The platform file of the demo: one service, one environment. */
final class DemoPlatform {

  /** Repositories are named relative to the file. */
  private static final String TEXT =
      """
      # Which repository and team own a service, where its environments lie, and who may do what.
      # The worker reads this file anew when it changes. Reference: docs/reference/platform-file.md
      apiVersion: slipway.dev/v1
      services:
        - name: shop
          team: shop
          source: {repository: repositories/shop.git}
          environments:
            - name: production
              cluster: local
              namespace: production
              config: {repository: repositories/shop-config.git, path: environments/production/shop}
              # The service may release without a human decision; its delivery file says whether it does.
              deploymentMode: allowed
      """;

  private DemoPlatform() {}

  static void write(StateDirectory state) {
    try {
      Files.writeString(state.platformFile(), TEXT, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DevException(
          state.platformFile() + " cannot be written (" + e.getMessage() + ").", e);
    }
  }
}
