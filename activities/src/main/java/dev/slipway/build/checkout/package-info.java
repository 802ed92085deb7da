/** Brings a workspace to a commit. */
@NullMarked
package dev.slipway.build.checkout;

import org.jspecify.annotations.NullMarked;
