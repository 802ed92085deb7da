/**
 * Desired state and how it changes: the config repository and its production branch, and the forge
 * that holds the pull requests.
 */
@NullMarked
package dev.slipway.gitops;

import org.jspecify.annotations.NullMarked;
