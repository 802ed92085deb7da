/**
 * What builds do to a worker's disk beside the build itself: files that appear whole or not at all,
 * trees that are removed, locks that die with their process, and the news that a disk is full.
 */
@NullMarked
package dev.slipway.build.disk;

import org.jspecify.annotations.NullMarked;
