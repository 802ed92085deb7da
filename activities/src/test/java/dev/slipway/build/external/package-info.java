@NullMarked
package dev.slipway.build.external;

import org.jspecify.annotations.NullMarked;
