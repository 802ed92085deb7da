@NullMarked
package dev.slipway.observation;

import org.jspecify.annotations.NullMarked;
