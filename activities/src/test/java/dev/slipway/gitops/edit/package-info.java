@NullMarked
package dev.slipway.gitops.edit;

import org.jspecify.annotations.NullMarked;
