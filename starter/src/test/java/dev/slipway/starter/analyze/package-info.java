@NullMarked
package dev.slipway.starter.analyze;

import org.jspecify.annotations.NullMarked;
