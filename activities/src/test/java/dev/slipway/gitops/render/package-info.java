@NullMarked
package dev.slipway.gitops.render;

import org.jspecify.annotations.NullMarked;
