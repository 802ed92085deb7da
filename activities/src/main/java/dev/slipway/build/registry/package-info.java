/** Reads the digest of a pushed image from its registry, over the OCI distribution API. */
@NullMarked
package dev.slipway.build.registry;

import org.jspecify.annotations.NullMarked;
