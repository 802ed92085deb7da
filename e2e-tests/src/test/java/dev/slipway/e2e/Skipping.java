package dev.slipway.e2e;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Tests of what is not on every machine are skipped there, and say why. */
final class Skipping {

  private Skipping() {}

  /**
   * @param objection why they cannot run here; empty when they can
   */
  static void when(Optional<String> objection, Class<?> tests) {
    objection.ifPresent(
        reason -> System.err.println("Skipped " + tests.getSimpleName() + ": " + reason));
    Assumptions.assumeTrue(objection.isEmpty(), () -> objection.orElse(""));
  }
}
