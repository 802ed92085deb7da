/**
 * The config repository by JGit: a cache per remote, proposals on branches, rendering at a commit.
 */
@NullMarked
package dev.slipway.gitops.jgit;

import org.jspecify.annotations.NullMarked;
