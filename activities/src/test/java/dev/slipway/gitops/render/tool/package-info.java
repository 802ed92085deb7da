@NullMarked
package dev.slipway.gitops.render.tool;

import org.jspecify.annotations.NullMarked;
