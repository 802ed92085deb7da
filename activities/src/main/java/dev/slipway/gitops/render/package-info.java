/**
 * Turns a path of the config repository at a commit into objects, without credentials and network.
 */
@NullMarked
package dev.slipway.gitops.render;

import org.jspecify.annotations.NullMarked;
