package dev.slipway.rollout;

import java.util.Optional;

/**
 * A revision and where to find it.
 *
 * @param commit a commit of the config repository at which the path renders to it
 * @param revision digest of the rendered objects
 * @param artifact digest of the workload's artifact, where it is named by digest
 */
public record RevisionRef(String commit, String revision, Optional<String> artifact) {}
