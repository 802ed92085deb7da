/**
 * The {@code slipway} command: its entry point, the tree of its commands, its exit codes and the
 * one place where every failure becomes one sentence. What a command says lives in the package of
 * its subject.
 */
@NullMarked
package dev.slipway.starter;

import org.jspecify.annotations.NullMarked;
