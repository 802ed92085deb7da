/**
 * What people see: lines of painted segments that are clipped to the terminal, text from outside
 * made harmless, times and durations in words, and the screen that is drawn again in place.
 */
@NullMarked
package dev.slipway.starter.screen;

import org.jspecify.annotations.NullMarked;
