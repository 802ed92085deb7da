@NullMarked
package dev.slipway.build.process;

import org.jspecify.annotations.NullMarked;
