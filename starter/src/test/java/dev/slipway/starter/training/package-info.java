/** The training of the class archive. */
@NullMarked
package dev.slipway.starter.training;

import org.jspecify.annotations.NullMarked;
