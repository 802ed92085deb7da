/** The service's repository by JGit. */
@NullMarked
package dev.slipway.source;

import org.jspecify.annotations.NullMarked;
