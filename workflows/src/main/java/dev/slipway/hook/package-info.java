/**
 * Jobs that a path wants run once for each of its revisions, before anything of it is live (a
 * migration) and after all of it is (a smoke test): what they are, how they are run, and how they
 * end.
 */
@NullMarked
package dev.slipway.hook;

import org.jspecify.annotations.NullMarked;
