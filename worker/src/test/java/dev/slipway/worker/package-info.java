/** Tests of the composition root's own parts. */
@NullMarked
package dev.slipway.worker;

import org.jspecify.annotations.NullMarked;
