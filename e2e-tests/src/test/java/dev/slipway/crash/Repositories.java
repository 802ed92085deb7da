package dev.slipway.crash;

import dev.slipway.e2e.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The source and the config repository of a lane, read and written by plain git. */
final class Repositories {

  private static final String PATH = "environments/production/shop";

  private final Path source;
  private final Path config;
  private final Path checkout;

  /**
   * @param sample the sample service of this project
   */
  Repositories(Path root, Path sample) {
    source = root.resolve("shop.git");
    config = root.resolve("shop-config.git");
    checkout = root.resolve("checkout");
    Path configCheckout = root.resolve("config-checkout");
    for (Path bare : List.of(source, config)) {
      git(root, "init", "-q", "--bare", "--initial-branch=main", bare.toString());
    }
    copy(sample.resolve("config"), configCheckout);
    copy(sample.resolve("source"), checkout);
    push(configCheckout, config, "Describe where shop runs");
    write(
        checkout.resolve("delivery.yaml"),
        """
        apiVersion: slipway.dev/v1
        service: shop
        build:
          run: ./build.sh
          artifact: {file: build/shop.jar}
        tests:
          - {name: unit, run: ./test.sh, report: build/test-results}
        workload: shop
        environments:
          - name: production
            mode: deployment
            rollout:
              canary: {steps: [50%], minimumHold: 1s, maximumHold: 4s, soak: 2s, onInconclusive: advance}
              analysis:
                falseRollback: 1%
                block: 1s
                metrics:
                  - {name: errors, kind: error-rate, tolerance: 2%}
        """);
  }

  Path source() {
    return source;
  }

  Path config() {
    return config;
  }

  /** A commit whose artifact is a new one; one that is bad fails a third of its answers. */
  String pushVersion(int number, boolean bad) {
    Path shop = checkout.resolve("src/shop/Shop.java");
    Path original = checkout.resolve("Shop.java.original");
    try {
      if (!Files.exists(original)) {
        Files.copy(shop, original);
      }
      write(shop, CrashingShop.version(Files.readString(original), number, bad));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return push(checkout, source, "Version " + number + (bad ? ", which is bad" : ""));
  }

  private static String push(Path checkout, Path bare, String message) {
    if (!Files.exists(checkout.resolve(".git"))) {
      git(checkout, "init", "-q", "--initial-branch=main");
      git(checkout, "config", "user.name", "ada");
      git(checkout, "config", "user.email", "ada@localhost");
    }
    git(checkout, "add", "--all");
    git(checkout, "commit", "-q", "-m", message);
    git(checkout, "push", "-q", bare.toString(), "HEAD:main");
    return git(checkout, "rev-parse", "HEAD");
  }

  private static String git(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return run(directory, command);
  }

  private static void copy(Path from, Path to) {
    run(from, List.of("cp", "-r", from.toString(), to.toString()));
  }

  private static String run(Path directory, List<String> command) {
    return Program.run(directory, Map.of(), Duration.ofMinutes(1), command).required();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String head() {
    return git(config, "rev-parse", "main");
  }

  String tree() {
    return git(config, "rev-parse", "main:" + PATH);
  }

  /** Commits on the production branch since another one that have this trailer. */
  int commitsWith(String since, String trailer) {
    return git(config, "log", "--first-parent", "--format=%(trailers:only)", since + "..main")
        .lines()
        .filter(line -> line.startsWith(trailer))
        .toList()
        .size();
  }

  /** How many commits the production branch got since another one. */
  int commitsSince(String commit) {
    return Integer.parseInt(
        git(config, "rev-list", "--first-parent", "--count", commit + "..main"));
  }

  /** Branches beside the production branch. */
  List<String> leftBranches() {
    return git(config, "for-each-ref", "--format=%(refname)", "refs/heads")
        .lines()
        .filter(ref -> !ref.equals("refs/heads/main"))
        .toList();
  }

  int pullRequests() {
    return git(config, "for-each-ref", "--format=%(refname)", "refs/slipway/pulls")
        .lines()
        .filter(ref -> ref.endsWith("/meta"))
        .toList()
        .size();
  }

  String artifactOnBranch() {
    return git(config, "show", "main:" + PATH + "/deployment.yaml")
        .lines()
        .filter(line -> line.contains("image:"))
        .map(line -> line.substring(line.indexOf('@') + 1).replace("\"", "").strip())
        .findFirst()
        .orElse("");
  }
}
