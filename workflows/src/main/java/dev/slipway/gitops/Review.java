package dev.slipway.gitops;

import java.time.Instant;

/**
 * A review, as authenticated by the forge.
 *
 * @param commit the head that was reviewed: an approval of another head does not count
 */
public record Review(String author, boolean approves, String commit, Instant at, String reason) {}
