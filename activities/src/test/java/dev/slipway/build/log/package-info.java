@NullMarked
package dev.slipway.build.log;

import org.jspecify.annotations.NullMarked;
