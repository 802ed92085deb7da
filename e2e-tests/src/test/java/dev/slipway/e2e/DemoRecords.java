package dev.slipway.e2e;

import dev.slipway.build.Artifact;
import dev.slipway.release.ReleaseKey;
import dev.slipway.release.ReleaseResult.Outcome;
import dev.slipway.release.ReleaseStatus;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What a demo has left in Git and in Temporal.
 *
 * @param stack that has taken up its state
 */
record DemoRecords(Stack stack) {

  private static final String PATH = "environments/production/shop";

  Path config() {
    return stack.root().resolve("repositories/shop-config.git");
  }

  /** The path's trees on the production branch, newest first. */
  List<String> trees() {
    return Git.in(config(), "log", "--first-parent", "--format=%H", "main")
        .lines()
        .map(commit -> Git.in(config(), "rev-parse", commit + ":" + PATH))
        .toList();
  }

  String imageOnBranch() {
    return Git.in(config(), "show", "main:" + PATH + "/deployment.yaml")
        .lines()
        .filter(line -> line.contains("image:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Newest first. */
  List<ReleaseStatus> releases() {
    return stack.temporal().find("WorkflowType = 'Release'").stream()
        .map(id -> ReleaseKey.parse(id.substring("release/".length())))
        .map(key -> stack.temporal().release(key).orElseThrow())
        .sorted(Comparator.comparing(ReleaseStatus::startedAt).reversed())
        .toList();
  }

  /** The newest of those that were promoted, on which a person has decided. */
  ReleaseStatus decided() {
    return releases().stream()
        .filter(status -> status.result().orElseThrow().outcome() == Outcome.PROMOTED)
        .findFirst()
        .orElseThrow();
  }

  static Artifact built(ReleaseStatus release) {
    return release.artifact().orElseThrow();
  }
}
