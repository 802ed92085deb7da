/** Tests of what all workflows share, and of the house itself. */
@NullMarked
package dev.slipway.temporal;

import org.jspecify.annotations.NullMarked;
