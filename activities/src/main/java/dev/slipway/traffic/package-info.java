/** Who gets how much of a service's traffic: the {@link dev.slipway.traffic.Router} port. */
@NullMarked
package dev.slipway.traffic;

import org.jspecify.annotations.NullMarked;
