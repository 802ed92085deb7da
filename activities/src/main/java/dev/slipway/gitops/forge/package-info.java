/**
 * Forges that are spoken to over HTTP: one exchange with its bounds, rate limits and secrets; what
 * a pull request goes through, told once for all of them; and the choice of the forge by
 * repository. What differs between forges is behind {@link dev.slipway.gitops.forge.ForgeDialect}.
 */
@NullMarked
package dev.slipway.gitops.forge;

import org.jspecify.annotations.NullMarked;
