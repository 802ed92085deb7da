@NullMarked
package dev.slipway.gitops.gitea;

import org.jspecify.annotations.NullMarked;
