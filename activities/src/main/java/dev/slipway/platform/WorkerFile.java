package dev.slipway.platform;

import java.nio.file.Path;

/** A file of the worker's own that the platform file names: a kubeconfig, a token, a key. */
public final class WorkerFile {

  private static final String HOME = "~/";

  private WorkerFile() {}

  /**
   * Where it lies.
   *
   * @param named as platform.yaml has it; {@code ~/} is the home of this worker's user
   */
  public static Path at(String named) {
    return named.startsWith(HOME)
        ? Path.of(System.getProperty("user.home"), named.substring(HOME.length()))
        : Path.of(named);
  }
}
