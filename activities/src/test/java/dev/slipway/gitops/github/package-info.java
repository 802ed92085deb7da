@NullMarked
package dev.slipway.gitops.github;

import org.jspecify.annotations.NullMarked;
