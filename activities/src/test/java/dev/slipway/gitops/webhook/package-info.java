@NullMarked
package dev.slipway.gitops.webhook;

import org.jspecify.annotations.NullMarked;
