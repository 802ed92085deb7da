@NullMarked
package dev.slipway.starter.dev;

import org.jspecify.annotations.NullMarked;
