/** The service's own repository: resolving commits and reading the delivery file at one. */
@NullMarked
package dev.slipway.source;

import org.jspecify.annotations.NullMarked;
