package dev.slipway.metrics;

import java.util.Map;

/** Where the scrape of several instances of a gateway gets its texts from. */
@FunctionalInterface
public interface InstancesText {

  /**
   * Prometheus text by the name of the instance: all of them, as traffic is shared by all.
   *
   * @throws io.temporal.failure.ApplicationFailure UNREACHABLE, also when there is none
   */
  Map<String, String> fetch();
}
