package dev.slipway.starter.dev.demo;

import dev.slipway.starter.dev.DevException;
import dev.slipway.starter.dev.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service's repository and the config repository, bare, and a developer's clone of each. */
final class DemoRepositories {

  static final String PATH = "environments/production/shop";

  private static final String BRANCH = "main";
  private static final Pattern IMAGE =
      Pattern.compile("^\\s*image:\\s*\"?\\S+@(sha256:[0-9a-f]{64})\"?\\s*$", Pattern.MULTILINE);

  private final Git git;
  private final SampleEdition sample;
  private final Path source;
  private final Path config;
  private final Path checkouts;

  DemoRepositories(Git git, StateDirectory state, SampleEdition sample) {
    this.git = git;
    this.sample = sample;
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
    sample.lay("config", checkout(config));
    push(config, "Describe where shop runs");
  }

  /** The service's first commit. */
  String pushFirstVersion() {
    sample.lay("source", checkout(source));
    return push(source, "Tell what an item costs");
  }

  /** A developer commits one of the prepared changes and pushes it. */
  String push(Change change) {
    sample.lay("changes/" + change.folder(), checkout(source));
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
}
