package dev.slipway.service;

import dev.slipway.release.ReleaseInput.RollbackTarget;
import java.util.Optional;

/**
 * A person asks for a release.
 *
 * @param revision commit id or branch; empty: the source branch's head
 * @param by unverified name
 * @param overrideQuarantine why a quarantined artifact shall be released all the same
 */
public record ReleaseRequest(
    String revision,
    String by,
    Optional<String> overrideQuarantine,
    Optional<RollbackTarget> rollback) {}
