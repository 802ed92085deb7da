/** GitHub and GitHub Enterprise Server: how they differ from other forges of their kind. */
@NullMarked
package dev.slipway.gitops.github;

import org.jspecify.annotations.NullMarked;
