package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plain git, as a person has it, but for what they may have configured for themselves. */
final class Git {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_AUTHOR_NAME", "lin",
          "GIT_AUTHOR_EMAIL", "lin@example.com",
          "GIT_COMMITTER_NAME", "lin",
          "GIT_COMMITTER_EMAIL", "lin@example.com");

  private Git() {}

  static String in(Path directory, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("git");
    command.addAll(List.of(arguments));
    return Program.run(directory, ENVIRONMENT, Duration.ofMinutes(1), command).required();
  }

  /** A bare repository and a clone of it beside it. */
  static Path create(Path bare, Path clone) {
    try {
      Files.createDirectories(bare);
      Files.createDirectories(clone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    in(bare, "init", "-q", "--bare", "--initial-branch=main");
    in(clone, "init", "-q", "--initial-branch=main");
    in(clone, "remote", "add", "origin", bare.toString());
    return clone;
  }

  /** A file of a clone's, with its folders. */
  static void write(Path clone, String file, String text) {
    try {
      Path path = clone.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits everything in a clone and pushes it. */
  static String push(Path clone, String message) {
    in(clone, "add", "--all");
    in(clone, "commit", "-q", "--allow-empty", "-m", message);
    in(clone, "push", "-q", "origin", "HEAD:main");
    return in(clone, "rev-parse", "HEAD");
  }

  /** Trailers of one name on the branch's own line, newest first. */
  static List<String> trailers(Path bare, String name) {
    return trailers(bare, name, "main");
  }

  /** The same of another branch or range of commits. */
  static List<String> trailers(Path repository, String name, String branch) {
    return in(
            repository,
            "log",
            "--first-parent",
            "--format=%(trailers:key=" + name + ",valueonly,separator=%x2C)",
            branch)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  static List<String> branches(Path bare) {
    return in(bare, "for-each-ref", "--format=%(refname:short)", "refs/heads").lines().toList();
  }

  /** How many pull requests the built-in forge has in this repository. */
  static int pullRequests(Path bare) {
    return (int)
        in(bare, "for-each-ref", "--format=%(refname)", "refs/slipway/pulls")
            .lines()
            .filter(ref -> ref.endsWith("/meta"))
            .count();
  }
}
