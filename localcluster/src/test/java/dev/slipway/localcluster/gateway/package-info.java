@NullMarked
package dev.slipway.localcluster.gateway;

import org.jspecify.annotations.NullMarked;
