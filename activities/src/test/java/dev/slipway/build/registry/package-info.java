@NullMarked
package dev.slipway.build.registry;

import org.jspecify.annotations.NullMarked;
