/**
 * What a worker does to its disk, whatever for: files that appear whole or not at all, trees that
 * are removed, locks that die with their process, and the news that a disk is full.
 */
@NullMarked
package dev.slipway.disk;

import org.jspecify.annotations.NullMarked;
