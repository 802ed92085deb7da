@NullMarked
package dev.slipway.build.disk;

import org.jspecify.annotations.NullMarked;
