package dev.slipway.release;

import java.util.Optional;

/**
 * @param key service, commit and attempt
 * @param number grows with every release of the service: what is newer
 * @param startedBy a person's unverified name, or {@code push}
 * @param overrideQuarantine present when a person releases a quarantined artifact all the same: who
 *     and why
 * @param rollback present when this release brings an environment back to an earlier revision; then
 *     nothing is built
 */
public record ReleaseInput(
    ReleaseKey key,
    long number,
    String startedBy,
    Optional<String> overrideQuarantine,
    Optional<RollbackTarget> rollback) {

  /**
   * @param environment the only environment that is changed
   * @param revision rendered digest to go back to; empty: the newest one before stable that is not
   *     quarantined
   */
  public record RollbackTarget(String environment, Optional<String> revision) {}
}
