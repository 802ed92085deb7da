@NullMarked
package dev.slipway.disk;

import org.jspecify.annotations.NullMarked;
