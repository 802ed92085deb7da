/** Gitea (and its kin): how it differs from other forges of GitHub's kind. */
@NullMarked
package dev.slipway.gitops.gitea;

import org.jspecify.annotations.NullMarked;
