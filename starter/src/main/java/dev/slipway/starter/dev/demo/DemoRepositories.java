package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The service's repository and the config repository, bare, and a developer's clone of each. */
final class DemoRepositories {

  static final String PATH = "environments/production/shop";

  private static final String BRANCH = "main";
  private static final Pattern IMAGE =
      Pattern.compile("^\\s*image:\\s*\"?\\S+@(sha256:[0-9a-f]{64})\"?\\s*$", Pattern.MULTILINE);

  private final Git git;
  private final Path shop;
  private final Path source;
  private final Path config;
  private final Path checkouts;

  /**
   * @param shop the sample service of this installation
   */
  DemoRepositories(Git git, StateDirectory state, Path shop) {
    this.git = git;
    this.shop = shop;
    source = state.repositories().resolve("shop.git");
    config = state.repositories().resolve("shop-config.git");
    checkouts = state.root().resolve("checkouts");
  }

  Path source() {
    return source;
  }

  Path config() {
    return config;
  }

  /** Makes both; the config repository has its first commit, the service's still has none. */
  void create() {
    begin(config);
    begin(source);
    copy(shop.resolve("config"), checkout(config));
    push(config, "Describe where shop runs");
  }

  /** The service's first commit. */
  String pushFirstVersion() {
    copy(shop.resolve("source"), checkout(source));
    return push(source, "Tell what an item costs");
  }

  /** A developer commits one of the prepared changes and pushes it. */
  String push(Change change) {
    Path files = shop.resolve("changes").resolve(change.folder());
    copy(files, checkout(source));
    Path message = checkout(source).resolve("message.txt");
    try {
      String text = Files.readString(message);
      Files.delete(message);
      return push(source, text);
    } catch (IOException e) {
      throw new DevException(message + " cannot be read (" + e.getMessage() + ").", e);
    }
  }

  /** Digest of the artifact that the production branch names, as plain git shows it. */
  Optional<String> artifactOnBranch() {
    Matcher matcher =
        IMAGE.matcher(git.in(config, "show", BRANCH + ":" + PATH + "/deployment.yaml"));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Id of the path's tree on the production branch: equal trees are equal desired states. */
  String treeOnBranch() {
    return git.in(config, "rev-parse", BRANCH + ":" + PATH);
  }

  /** The production branch, newest first, one line a commit. */
  List<String> history() {
    return git.in(config, "log", "--first-parent", "--format=%h %s", "-n", "20", BRANCH)
        .lines()
        .toList();
  }

  private void begin(Path repository) {
    try {
      Files.createDirectories(repository);
      Files.createDirectories(checkouts);
    } catch (IOException e) {
      throw new DevException(repository + " cannot be made (" + e.getMessage() + ").", e);
    }
    git.in(repository, "init", "--quiet", "--bare", "--initial-branch=" + BRANCH);
    git.in(checkouts, "clone", "--quiet", repository.toString());
    git.in(checkout(repository), "symbolic-ref", "HEAD", "refs/heads/" + BRANCH);
  }

  private String push(Path repository, String message) {
    Path checkout = checkout(repository);
    git.in(checkout, "add", "--all");
    git.in(checkout, "commit", "--quiet", "--message", message);
    git.in(checkout, "push", "--quiet", "origin", "HEAD:" + BRANCH);
    return git.in(checkout, "rev-parse", "HEAD");
  }

  private Path checkout(Path repository) {
    String name = repository.getFileName().toString();
    return checkouts.resolve(name.substring(0, name.length() - ".git".length()));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new DevException(from + " cannot be copied (" + e.getMessage() + ").", e);
    }
  }
}
