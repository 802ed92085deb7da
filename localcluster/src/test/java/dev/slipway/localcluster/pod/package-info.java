@NullMarked
package dev.slipway.localcluster.pod;

import org.jspecify.annotations.NullMarked;
