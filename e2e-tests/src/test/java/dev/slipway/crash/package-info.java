/**
 * The crash matrix: a worker is killed with {@code kill -9} before the effect of each activity of a
 * release, inside it (the outside has accepted it, the activity has no answer yet) and after it has
 * answered but before Temporal knows. Each time the release has to end as it would have.
 */
@NullMarked
package dev.slipway.crash;

import org.jspecify.annotations.NullMarked;
