@NullMarked
package dev.slipway.gitops.forge;

import org.jspecify.annotations.NullMarked;
