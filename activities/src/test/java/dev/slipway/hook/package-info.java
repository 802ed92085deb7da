@NullMarked
package dev.slipway.hook;

import org.jspecify.annotations.NullMarked;
