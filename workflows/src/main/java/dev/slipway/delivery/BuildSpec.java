package dev.slipway.delivery;

import java.time.Duration;

/**
 * @param run script that is run in a workspace of the commit
 * @param artifact what the script makes
 * @param timeout after which the build has failed; 30 minutes by default
 */
public record BuildSpec(String run, ArtifactSpec artifact, Duration timeout) {}
