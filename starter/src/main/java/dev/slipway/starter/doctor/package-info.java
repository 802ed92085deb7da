/**
 * {@code slipway doctor}: one line for each thing that has to be there, and what to do where it is
 * not.
 */
@NullMarked
package dev.slipway.starter.doctor;

import org.jspecify.annotations.NullMarked;
