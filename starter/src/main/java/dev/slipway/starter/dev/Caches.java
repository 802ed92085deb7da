package dev.slipway.starter.dev;

import java.nio.file.Path;
import java.util.Map;

/** What can be had again, and is kept to be faster. */
public final class Caches {

  private Caches() {}

  /** {@code ${XDG_CACHE_HOME:-~/.cache}/slipway}. */
  public static Path of(Map<String, String> environment) {
    String caches = environment.get("XDG_CACHE_HOME");
    Path home =
        caches == null || caches.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return home.resolve("slipway");
  }
}
