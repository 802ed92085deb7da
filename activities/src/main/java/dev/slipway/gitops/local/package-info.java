/**
 * The built-in forge: pull requests, reviews and statuses kept in the bare config repository
 * itself, under {@code refs/slipway}, visible to plain git.
 */
@NullMarked
package dev.slipway.gitops.local;

import org.jspecify.annotations.NullMarked;
