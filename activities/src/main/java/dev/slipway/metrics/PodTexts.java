package dev.slipway.metrics;

import java.util.List;
import java.util.Optional;

/** Where the direct scrape of a version's instances gets its texts from. */
@FunctionalInterface
public interface PodTexts {

  /**
   * What each ready pod of a version tells; empty when there is none.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when one of them does not answer
   */
  List<PodText> fetch(String namespace, VersionPods pods, int port, String path);

  /**
   * The pods of one version.
   *
   * @param workload name of the Deployment or Rollout that has them
   * @param rolloutHash of a Rollout's, which has those of both versions; else empty
   */
  record VersionPods(String workload, Optional<String> rolloutHash) {}

  /**
   * @param pod its name
   * @param text in the Prometheus text format
   */
  record PodText(String pod, String text) {}
}
