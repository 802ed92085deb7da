@NullMarked
package dev.slipway.localcluster.testpod;

import org.jspecify.annotations.NullMarked;
