@NullMarked
package dev.slipway.build.checkout;

import org.jspecify.annotations.NullMarked;
