/** Builds that others make: their checks at the forge, and the digest of what they pushed. */
@NullMarked
package dev.slipway.build.external;

import org.jspecify.annotations.NullMarked;
