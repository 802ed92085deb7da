package dev.slipway.platform;

import dev.slipway.document.Reading;
import dev.slipway.document.Readings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a repository is: a URL, {@code user@host:path}, or a path, which may be relative to the
 * folder of the file that names it.
 */
final class RepositoryLocation {

  private static final Pattern URL = Pattern.compile("(https?|ssh|git|file)://[^\\s]+");
  private static final Pattern SCP =
      Pattern.compile("[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^:\\s][^\\s]*");
  private static final Pattern PASSWORD =
      Pattern.compile(
          "[A-Za-z+]+://[^/@]*:[^/@]*@.*|https?://[^/@]*@.*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE = Pattern.compile("[^\\p{Cntrl}\\\\]*[^\\p{Cntrl}\\\\/.]");
  private static final Pattern PATH = Pattern.compile("[^-:\\p{Cntrl}\\\\][^:\\p{Cntrl}\\\\]*");

  private final String folder;

  private RepositoryLocation(String folder) {
    this.folder = folder;
  }

  /**
   * @param file by whose folder relative paths are resolved
   */
  static RepositoryLocation beside(String file) {
    int slash = file.lastIndexOf('/');
    return new RepositoryLocation(slash < 0 ? "" : file.substring(0, slash + 1));
  }

  Reading<String> repository() {
    return value ->
        Readings.text(500)
            .read(value)
            .flatMap(
                text -> {
                  Optional<String> location = locate(text);
                  if (PASSWORD.matcher(text).matches()) {
                    value.problem(
                        "must not hold a password or token; name its forge, with a token file, in"
                            + " 'forges'");
                    return Optional.empty();
                  }
                  if (location.isEmpty()) {
                    value.problem(
                        "must be a URL (https, ssh, git, file), user@host:path or a path, not '"
                            + text
                            + "'");
                  }
                  return location;
                });
  }

  /**
   * The path of a file of the worker's own, which may begin with {@code ~/} for the home of whoever
   * reads it.
   */
  Reading<String> file() {
    return value ->
        Readings.matching(FILE, 500, "the path of a file")
            .read(value)
            .map(
                path ->
                    path.startsWith("~/")
                        ? path
                        : path.startsWith("/") ? normal(path) : normal(folder + path));
  }

  private Optional<String> locate(String text) {
    if (URL.matcher(text).matches() || SCP.matcher(text).matches()) {
      return Optional.of(text);
    }
    if (!PATH.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(text.startsWith("/") ? normal(text) : normal(folder + text));
  }

  /**
   * Without {@code .}, and without {@code ..} where there is something to go up from; above the
   * root is the root.
   */
  private static String normal(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/+", -1)) {
      boolean up = segment.equals("..");
      if (up && !segments.isEmpty() && !segments.getLast().equals("..")) {
        segments.removeLast();
      } else if (!(up && path.startsWith("/")) && !segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    String joined = String.join("/", segments);
    return path.startsWith("/") ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
