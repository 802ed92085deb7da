/** Which forge a repository lies at: told by the platform file, followed by all who speak to it. */
@NullMarked
package dev.slipway.gitops.routing;

import org.jspecify.annotations.NullMarked;
