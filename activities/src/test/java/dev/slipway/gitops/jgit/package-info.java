@NullMarked
package dev.slipway.gitops.jgit;

import org.jspecify.annotations.NullMarked;
