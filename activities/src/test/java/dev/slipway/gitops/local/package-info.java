@NullMarked
package dev.slipway.gitops.local;

import org.jspecify.annotations.NullMarked;
