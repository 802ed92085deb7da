@NullMarked
package dev.slipway.starter.screen;

import org.jspecify.annotations.NullMarked;
