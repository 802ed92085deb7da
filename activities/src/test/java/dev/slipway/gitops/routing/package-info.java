@NullMarked
package dev.slipway.gitops.routing;

import org.jspecify.annotations.NullMarked;
