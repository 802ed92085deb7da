@NullMarked
package dev.slipway.localcluster;

import org.jspecify.annotations.NullMarked;
