package dev.slipway.gitops.forge;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The laboratory that {@code tools/lab} brings up, outside the repository. */
public final class Lab {

  private Lab() {}

  /** Where its state is, whether it is there or not. */
  public static Path folder() {
    String lab = System.getenv("LAB_HOME");
    if (lab != null) {
      return Path.of(lab);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
        .resolve("slipway-lab");
  }

  /** Ends the test without a result, and says why where everybody sees it. */
  public static IllegalStateException skip(String why) {
    System.out.println("skipped: " + why);
    Assumptions.abort(why);
    return new IllegalStateException(why);
  }
}
