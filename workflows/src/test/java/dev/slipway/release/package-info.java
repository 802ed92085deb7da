/** Tests of releases, whole and in parts. */
@NullMarked
package dev.slipway.release;

import org.jspecify.annotations.NullMarked;
