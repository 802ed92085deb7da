/** What an analysis promises, tested from the outside. */
@NullMarked
package dev.slipway.analysis;

import org.jspecify.annotations.NullMarked;
