package dev.slipway.build.process;

import dev.slipway.build.log.StepKey;
import java.time.Duration;
import java.util.Map;

/**
 * What is run, and how.
 *
 * @param text for {@code /bin/sh -eu}
 * @param environment added to what every script gets
 * @param limit after which it is ended
 */
record Script(StepKey key, String text, Map<String, String> environment, Duration limit) {

  Script {
    environment = Map.copyOf(environment);
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("the time limit of " + key + " must be above 0");
    }
  }
}
