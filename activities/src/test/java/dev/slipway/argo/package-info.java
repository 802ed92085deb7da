@NullMarked
package dev.slipway.argo;

import org.jspecify.annotations.NullMarked;
