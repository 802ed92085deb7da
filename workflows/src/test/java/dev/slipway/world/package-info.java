/**
 * An outside in memory for the tests of workflows: a config repository, a forge, a cluster, a
 * build.
 */
@NullMarked
package dev.slipway.world;

import org.jspecify.annotations.NullMarked;
