/**
 * Kustomize and Helm as programs: found, pinned, and run on a private copy of what they may see,
 * without credentials, environment and network, bounded in time, output and memory.
 */
@NullMarked
package dev.slipway.gitops.render.tool;

import org.jspecify.annotations.NullMarked;
