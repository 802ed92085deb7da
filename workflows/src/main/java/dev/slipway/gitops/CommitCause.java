package dev.slipway.gitops;

import java.util.Optional;

/**
 * Who caused the last change of a path: read from commit trailers, never from the order of arrival.
 *
 * @param release the {@code Slipway-Release} trailer, when Slipway merged it
 * @param author the commit's author
 * @param subject the commit message's first line, at most 200 characters
 */
public record CommitCause(Optional<String> release, String author, String subject) {}
