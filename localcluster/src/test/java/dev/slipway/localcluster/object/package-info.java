@NullMarked
package dev.slipway.localcluster.object;

import org.jspecify.annotations.NullMarked;
