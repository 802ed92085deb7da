@NullMarked
package dev.slipway.starter.environment;

import org.jspecify.annotations.NullMarked;
