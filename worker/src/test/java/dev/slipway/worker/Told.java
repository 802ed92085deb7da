package dev.slipway.worker;

import dev.slipway.environment.EnvironmentKey;
import java.util.ArrayList;
import java.util.List;

/** Remembers who was told that a pull request may have moved. */
final class Told implements WebhookNudges.Waiting {

  private final List<String> releases = new ArrayList<>();
  private final List<EnvironmentKey> environments = new ArrayList<>();

  @Override
  public void release(String key) {
    releases.add(key);
  }

  @Override
  public void environment(EnvironmentKey key) {
    environments.add(key);
  }

  List<String> releases() {
    return releases;
  }

  List<EnvironmentKey> environments() {
    return environments;
  }
}
