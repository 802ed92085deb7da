package dev.slipway.temporal;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.release.ReleaseKey;

/**
 * The ids of all workflows, readable in the Web UI. An id is also a lock: one run of an id at a
 * time.
 */
public final class WorkflowIds {

  private static final String ROLLOUT = "rollout/";

  private WorkflowIds() {}

  public static String service(String service) {
    return "service/" + service;
  }

  public static String release(ReleaseKey key) {
    return "release/" + key;
  }

  /**
   * @param key the release's key as text, such as {@code checkout/1f2e3d4c5b6a-1}
   */
  public static String release(String key) {
    return release(ReleaseKey.parse(key));
  }

  public static String environment(EnvironmentKey key) {
    return "environment/" + key;
  }

  public static String rollout(EnvironmentKey key) {
    return ROLLOUT + key;
  }

  /** Whether an id is a rollout's; a step's reference may be one. */
  public static boolean isRollout(String id) {
    return id.startsWith(ROLLOUT);
  }

  /** The environment of a rollout's id. */
  public static String environmentOfRollout(String id) {
    return id.split("/", -1)[1];
  }
}
