@NullMarked
package dev.slipway.build.artifact;

import org.jspecify.annotations.NullMarked;
