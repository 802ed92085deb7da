package dev.slipway.metrics;

import java.util.List;

/** Where the direct scrape of a version's instances gets its texts from. */
@FunctionalInterface
public interface PodTexts {

  /**
   * What each ready pod of a Deployment tells; empty when there is none.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE when one of them does not answer
   */
  List<PodText> fetch(String namespace, String deployment, int port, String path);

  /**
   * @param pod its name
   * @param text in the Prometheus text format
   */
  record PodText(String pod, String text) {}
}
