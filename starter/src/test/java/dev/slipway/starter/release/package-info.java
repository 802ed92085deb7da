@NullMarked
package dev.slipway.starter.release;

import org.jspecify.annotations.NullMarked;
