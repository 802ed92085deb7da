package dev.slipway.gitops.render;

import dev.slipway.temporal.FailureType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths inside a repository: relative, separated by {@code /}, never out of it. */
public final class RepositoryPath {

  private RepositoryPath() {}

  /**
   * The path in its one spelling: no {@code .}, no empty parts; the root is the empty path.
   *
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED when it is absolute or leaves the
   *     repository
   */
  public static String normal(String path) {
    if (path.startsWith("/") || path.contains("\\") || path.contains("\0")) {
      throw outside(path);
    }
    return resolve("", path).orElseThrow(() -> outside(path));
  }

  /**
   * A path as seen from a folder; empty when it leaves the repository.
   *
   * @param folder in its one spelling
   */
  static Optional<String> resolve(String folder, String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + "/" + path).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Whether a path is the folder or below it. */
  public static boolean isBelow(String folder, String path) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  private static RuntimeException outside(String path) {
    return FailureType.MISCONFIGURED.permanent(
        "the path '" + path + "' has to be relative and to stay inside the repository");
  }
}
