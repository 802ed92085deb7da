/**
 * Commands that need no server: {@code validate}, {@code init}, {@code completion}, {@code version}
 * and {@code help}. Nothing here loads a class of Temporal's.
 */
@NullMarked
package dev.slipway.starter.local;

import org.jspecify.annotations.NullMarked;
