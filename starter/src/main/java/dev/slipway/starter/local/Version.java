package dev.slipway.starter.local;

import java.util.Optional;

/** Which Slipway this is. */
public final class Version {

  private Version() {}

  /** {@code 0.1.0}, or {@code development} when it does not run from its packages. */
  public static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** {@code slipway 0.1.0 (Java 25.0.1)}. */
  public static String line() {
    return "slipway " + number() + " (Java " + Runtime.version().feature() + ")";
  }
}
